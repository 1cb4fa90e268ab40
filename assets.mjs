// Builds ehbo/web/static/dist and ehbo/documents/fonts out of npm packages and our own sources.
// Run by hatch_build.py (pip install) and by `make assets`.
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { build, transform } from "esbuild";
import postcss from "postcss";

const SRC = "ehbo/web/static/src";
const DIST = "ehbo/web/static/dist";
const DOCUMENT_FONTS = "ehbo/documents/fonts";
const TARGET = ["chrome109", "firefox115", "safari15.6"];

// Names used outside the stylesheets (templates, scripts, an organisation's palette) must start so.
const ALWAYS_KEPT = /^--ehbo-/;
const IMAGE = /\.(svg|png|ico|webp)$/;
const ASSET = /\.(woff2|svg)$/; // what url() in a stylesheet may point to
// Brotli's highest quality, 11, takes twice as long for one per cent less.
const SMALLER = {
  br: (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }),
  gz: (bytes) => promisify(gzip)(bytes, { level: 9 }),
};
const COMPRESSIBLE = /\.(css|js|svg|txt|json)$/;

const TTF = [
  "noto-sans/400Regular/NotoSans_400Regular.ttf",
  "noto-sans/400Regular_Italic/NotoSans_400Regular_Italic.ttf",
  "noto-sans/700Bold/NotoSans_700Bold.ttf",
  "noto-emoji/400Regular/NotoEmoji_400Regular.ttf",
];

const LICENCES = {
  "@utrecht components": "@utrecht/component-library-css/LICENSE.md",
  "Voorbeeld design tokens": "@nl-design-system-unstable/voorbeeld-design-tokens/LICENSE.md",
  "Noto Sans": "@fontsource-variable/noto-sans/LICENSE",
};

const referencedBy = (value) => value.match(/--[\w-]+/g) ?? [];

/** Removes custom properties that no rule uses, directly or by way of others: of the theme's 2,800 most. */
function sweep(css) {
  const root = postcss.parse(css);
  const needs = new Map();
  const queue = [];
  root.walkDecls((declaration) => {
    const { prop, value } = declaration;
    if (!prop.startsWith("--")) {
      queue.push(...referencedBy(value));
      return;
    }
    if (ALWAYS_KEPT.test(prop)) queue.push(prop);
    needs.set(prop, [...(needs.get(prop) ?? []), ...referencedBy(value)]);
  });
  root.walkAtRules((rule) => queue.push(...referencedBy(rule.params)));

  const live = new Set();
  while (queue.length) {
    const name = queue.pop();
    if (live.has(name)) continue;
    live.add(name);
    queue.push(...(needs.get(name) ?? []));
  }
  root.walkDecls(/^--/, (declaration) => {
    if (!live.has(declaration.prop)) declaration.remove();
  });
  return root.toString();
}

function hashedName(name, bytes) {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
  return name.replace(/(\.\w+)$/, `-${hash}$1`);
}

async function write(path, bytes) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
  if (COMPRESSIBLE.test(path)) compressing.push(...Object.entries(SMALLER).map((kind) => compress(path, bytes, kind)));
}

/** Takes seconds for Plotly: it runs beside the rest, and is waited for at the end. */
async function compress(path, bytes, [ending, smaller]) {
  await writeFile(`${path}.${ending}`, await smaller(Buffer.from(bytes)));
}

async function licences(notices, bundled) {
  const texts = await Promise.all(
    Object.entries({ ...LICENCES, ...(await licenceFiles(bundled)) }).map(
      async ([title, file]) => `${title}\n\n${await readFile(join("node_modules", file), "utf8")}`,
    ),
  );
  return [...notices, ...texts].join(`\n\n${"=".repeat(72)}\n\n`);
}

/** The licence file of every package that code in a bundle comes from, by the package's name. */
async function licenceFiles(bundled) {
  const files = {};
  for (const [path, { bytesInOutput }] of Object.entries(bundled)) {
    if (!bytesInOutput || path.endsWith(".css")) continue; // of a stylesheet only its name is left
    const [folder, name] = path.match(/^node_modules\/(?:.*\/node_modules\/)?((?:@[^/]+\/)?[^/]+)/) ?? [];
    if (!name || name in files) continue;
    const file = (await readdir(folder)).find((entry) => /^licen[sc]e/i.test(entry));
    if (file) files[name] = join(folder, file).slice("node_modules/".length);
  }
  return files;
}

const manifest = {};
const compressing = [];

async function publish(logicalName, bytes) {
  manifest[logicalName] = hashedName(logicalName, bytes);
  await write(join(DIST, manifest[logicalName]), bytes);
}

const bundle = await build({
  entryPoints: ["ehbo.css", "ehbo.js", "plotly.js"].map((name) => join(SRC, name)),
  bundle: true,
  metafile: true,
  write: false,
  outdir: DIST,
  format: "iife",
  target: TARGET,
  legalComments: "external",
  loader: { ".woff2": "file", ".svg": "file" },
  define: { global: "window" }, // as Plotly's own build does
  alias: { "maplibre-gl/dist/maplibre-gl.css": "data:text/css," }, // maps are not installed: see decision 0012
  assetNames: "[name]-[hash]",
  logLevel: "warning",
}).catch(() => process.exit(1)); // esbuild has already said what and where
const output = (ending) => bundle.outputFiles.filter(({ path }) => path.endsWith(ending));

await rm(DIST, { recursive: true, force: true });

const notices = output(".LEGAL.txt").map(({ text }) => text);
const { inputs } = bundle.metafile.outputs[`${DIST}/plotly.js`];
await publish("licences.txt", await licences(notices, inputs));

for (const name of ["ehbo.js", "plotly.js"]) {
  const js = await transform(output(name)[0].text, { minify: true, target: TARGET });
  await publish(name, js.code);
}

const css = await transform(sweep(output("ehbo.css")[0].text), {
  loader: "css",
  minify: true,
  target: TARGET,
  legalComments: "none",
});
await publish("ehbo.css", `${css.code}/*! ${manifest["licences.txt"]} */\n`);
for (const { path, contents } of bundle.outputFiles.filter(({ path }) => ASSET.test(path))) {
  const name = basename(path);
  manifest[name.replace(/-[A-Z0-9]{8}(?=\.\w+$)/, "")] = name;
  await write(join(DIST, name), contents);
}

for (const name of await readdir(SRC, { recursive: true })) {
  if (IMAGE.test(name)) await publish(name.replaceAll("\\", "/"), await readFile(join(SRC, name)));
}

const EXPO = "node_modules/@expo-google-fonts";
for (const font of TTF) await cp(join(EXPO, font), join(DOCUMENT_FONTS, basename(font)));
for (const family of ["noto-sans", "noto-emoji"]) {
  await cp(join(EXPO, family, "LICENSE_FONT"), join(DOCUMENT_FONTS, `${family}-OFL.txt`));
}

await Promise.all(compressing);
await writeFile(join(DIST, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
