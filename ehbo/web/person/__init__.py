"""A person's own part: the zelfanalyse, profile, plan, reasons, key and data."""

from ehbo.web.frame.keyring import PERSON
from ehbo.web.frame.parts import Part
from ehbo.web.person import assessment, data, key, plan, profile, reasons

PART = Part(
    blueprints=tuple(
        module.blueprint for module in (assessment, profile, plan, reasons, key, data)
    ),
    keys=(PERSON,),
    openers=(key.open_bundle,),
    code_pages={"key.show": key.key_page},
)
