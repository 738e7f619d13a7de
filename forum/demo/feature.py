"""The manifest of demo: a site with made-up content."""

from __future__ import annotations

from forum.demo import cli
from forum.web.manifest import Feature

FEATURE = Feature(
    name="demo",
    commands=(cli.register,),
)
