"""Rules of the house for the clinic's code: views never reach for a model, templates never switch escaping off."""

import ast
import re
from pathlib import Path

CLINIC = Path(__file__).parents[3] / "src/myotome/clinic"
MAKES_THE_SITE = {"start.py", "demo/seed.py"}
"""They make clinics and logins before there is anybody whose role could be checked."""
TEMPLATES = sorted([*(CLINIC / "templates").rglob("*.html"), *(CLINIC / "jinja2").rglob("*.html")])
FORBIDDEN = ("myotome.record.models", "myotome.record.diary.models", "django.db", "myotome.record.rows.case_of")


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module or ""}
    return found


def test_no_file_of_the_clinic_imports_a_model_or_the_database() -> None:
    """Views, pages and forms reach patients through the gateway and the lists; only what makes the site knows the tables."""
    files = sorted(CLINIC.rglob("*.py"))
    assert len([path for path in files if path.name.startswith("views")]) >= 10
    for path in files:
        name = str(path.relative_to(CLINIC))
        if name not in MAKES_THE_SITE:
            assert not [i for i in _imports(path) if i.startswith(FORBIDDEN)], name


def test_no_file_of_the_clinic_queries() -> None:
    """No `.objects` and no queryset method in any view, page or form."""
    for path in sorted(CLINIC.rglob("*.py")):
        if str(path.relative_to(CLINIC)) not in MAKES_THE_SITE:
            assert not re.search(
                r"\.objects\b|\.filter\(|\.save\(|_default_manager", path.read_text(encoding="utf-8")
            ), path


def test_templates_never_switch_escaping_off_and_carry_no_script_or_style() -> None:
    """No `safe`, no `autoescape off`, no inline script, style or event in any template."""
    assert len(TEMPLATES) > 30
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe\b|autoescape\s+off|\sstyle=|<style|\son[a-z]+=|javascript:", text), path
        assert not re.search(r"<script(?![^>]*\bsrc=)", text), path


def test_every_form_that_posts_carries_a_token() -> None:
    """Each form with method post holds the token against forged requests."""
    for path in TEMPLATES:
        for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", path.read_text(encoding="utf-8"), re.DOTALL):
            assert "{% csrf_token %}" in form or "{{ token }}" in form, path
