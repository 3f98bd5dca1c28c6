"""The public form: who, which number, when, what about. It is signed when it is drawn, and a person needs a moment to fill it in."""

from __future__ import annotations

import secrets
from typing import Any, Final

from django import forms
from django.core import signing
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from myotome.clinic.forms import CalmForm
from myotome.clinic.house import house
from myotome.visits.answer import No
from myotome.visits.call_back import load_best_times, load_settings, load_topics
from myotome.visits.phone_number import LONGEST_TYPED, PhoneNumber, read_number

SALT: Final = "call back"
QUICKEST_S: Final = 2
"""Nobody fills in the form in less; a program does."""
LONGEST_S: Final = 12 * 3600


def new_token() -> str:
    """The name of a form, signed, with the time at which it was drawn."""
    return signing.dumps(secrets.token_hex(16), salt=SALT)


class CallBackForm(CalmForm):
    """Labels and choices in the language of the page."""

    name = forms.CharField(max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    number = forms.CharField(
        max_length=LONGEST_TYPED,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    topic = forms.ChoiceField(widget=forms.RadioSelect)
    best = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    text = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 4}))
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1", "class": "website"})
    )
    sent_as = forms.CharField(max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"sent_as": new_token()})
        super().__init__(*args, **kwargs)
        language, settings = get_language() or "en", load_settings()
        labels = {
            "name": _("Your name"),
            "number": _("Telephone number"),
            "topic": _("What is it about?"),
            "best": _("When is a good time to call you?"),
            "text": _("Anything we should know before we call"),
            "website": _("Leave this field empty"),
        }
        hints = {
            "number": _("We call this number. From another country, begin with + and the country code."),
            "best": _("Tick any that suit. We call while the clinic is open."),
            "text": _("If you want to. A few words are enough, at most %(most)d letters.")
            % {"most": settings.longest_text},
        }
        for name, label in labels.items():
            field = self.fields[name]
            field.label, field.help_text = label, hints.get(name, "")
            field.error_messages["required"] = _("Fill in “%(label)s”.") % {"label": label}
        self.fields["topic"].error_messages["required"] = _("Choose what it is about.")
        self.fields["topic"].choices = [(slug, row.get(language, row["en"])) for slug, row in load_topics().items()]
        self.fields["best"].choices = [
            (slug, time.label.get(language, time.label["en"])) for slug, time in load_best_times().items()
        ]
        self.fields["text"].max_length = settings.longest_text

    def clean_number(self) -> PhoneNumber:
        """A number that can be called, by the rules of the clinic's country."""
        answer = read_number(self.cleaned_data["number"], house().country)
        if isinstance(answer, No):
            raise forms.ValidationError(
                _("We cannot call this number. Check it; an emergency or premium number cannot be called back.")
            )
        return answer.value

    def clean_text(self) -> str:
        """Not longer than is kept; never cut, because a cut text says something else."""
        text: str = self.cleaned_data["text"].strip()
        if len(text) > load_settings().longest_text:
            raise forms.ValidationError(
                _("The text has %(has)d letters, and we keep %(most)d. Make it shorter; say the rest on the telephone.")
                % {"has": len(text), "most": load_settings().longest_text}
            )
        return text

    def clean(self) -> dict[str, Any]:
        """Programs fill in every field, and at once. A person who is taken for one is told so, and sends again."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("website"):
            self.add_error("website", _("This field must stay empty. Clear it and send again."))
        try:
            given = cleaned.get("sent_as", "")
            cleaned["sent_as"] = signing.loads(given, salt=SALT, max_age=LONGEST_S)
            drawn = signing.TimestampSigner(salt=SALT)
            try:
                drawn.unsign(given, max_age=QUICKEST_S)
                self.add_error(None, _("That was very quick. Check what you wrote, and send it once more."))
            except signing.SignatureExpired:
                pass
        except signing.BadSignature:
            self.add_error(None, _("This page was open for very long. Check what you wrote, and send it once more."))
        return cleaned
