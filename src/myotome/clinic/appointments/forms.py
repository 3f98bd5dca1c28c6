"""Who the appointment is for, and how a booking is found again. Labels in the language of the page."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from myotome.clinic.forms import CalmForm
from myotome.clinic.house import house
from myotome.record.diary.doors import GuestDetails
from myotome.visits.answer import No
from myotome.visits.phone_number import LONGEST_TYPED, PhoneNumber, read_number
from myotome.words.case import OLDEST_AGE_YEARS

BORN: Final = forms.DateInput(attrs={"type": "date", "autocomplete": "bday"})


class GuestForm(CalmForm):
    """Name, birth date, telephone; e-mail only for who wants one."""

    name = forms.CharField(max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    born_on = forms.DateField(widget=BORN)
    phone = forms.CharField(
        max_length=LONGEST_TYPED,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    wants_email = forms.BooleanField(required=False)
    email = forms.EmailField(
        required=False, max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"})
    )
    language = forms.ChoiceField(choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"language": get_language() or "en"})
        super().__init__(*args, **kwargs)
        labels = {
            "name": _("Your name"),
            "born_on": _("Date of birth"),
            "phone": _("Telephone number"),
            "wants_email": _("Send me e-mails about this appointment: a confirmation and a reminder"),
            "email": _("E-mail address"),
            "language": _("Language of our messages"),
        }
        hints = {
            "name": _("Of the person who comes to the appointment."),
            "phone": _("We call only if something changes. From another country, begin with + and the country code."),
            "email": _("Only if you want our e-mails. They say when and where, and nothing about your health."),
        }
        _label(self, labels, hints)

    def clean_name(self) -> str:
        """One line."""
        return " ".join(self.cleaned_data["name"].split())

    def clean_born_on(self) -> date:
        """A day on which somebody alive can be born."""
        return _born(self.cleaned_data["born_on"])

    def clean_phone(self) -> PhoneNumber:
        """A number that can be called, by the rules of the clinic's country."""
        answer = read_number(self.cleaned_data["phone"], house().country)
        if isinstance(answer, No):
            raise forms.ValidationError(_("We cannot call this number. Check it, or give another one."))
        return answer.value

    def clean(self) -> dict[str, Any]:
        """Who wants e-mails gives an address."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("wants_email") and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", _("Fill in your e-mail address, or take away the tick above."))
        return cleaned

    def details(self) -> GuestDetails:
        """The checked answers. An address without the wish for e-mails is not kept."""
        said = self.cleaned_data
        email = said["email"] if said["wants_email"] else ""
        return GuestDetails(
            said["name"], said["born_on"], said["phone"].e164, email, said["language"], bool(said["wants_email"])
        )


class FindForm(CalmForm):
    """A reference and the birth date."""

    reference = forms.CharField(
        max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"})
    )
    born_on = forms.DateField(widget=BORN)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {"reference": _("Booking reference"), "born_on": _("Date of birth")}
        hints = {"reference": _("16 letters and numbers, such as 7K3M-Q9WD-0TXB-5HNE.")}
        _label(self, labels, hints)


class CodeForm(CalmForm):
    """The code of a referral."""

    code = forms.CharField(
        max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hints = {"code": _("16 letters and numbers. It stands on your letter, or the front desk gave it to you.")}
        _label(self, {"code": _("Booking code")}, hints)


class ProofForm(CalmForm):
    """The birth date, for who came by a link."""

    born_on = forms.DateField(widget=BORN)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hints = {"born_on": _("Of the person whom the appointment is for. So nobody else sees it.")}
        _label(self, {"born_on": _("Date of birth")}, hints)


def _label(form: CalmForm, labels: dict[str, str], hints: dict[str, str]) -> None:
    for name, label in labels.items():
        field = form.fields[name]
        field.label, field.help_text = label, hints.get(name, "")
        field.error_messages["required"] = _("Fill in “%(label)s”.") % {"label": label}
    if "born_on" in labels:
        form.fields["born_on"].error_messages["invalid"] = _("Give day, month and year.")


def _born(born: date) -> date:
    today = timezone.localdate()
    if born > today or (today - born).days > OLDEST_AGE_YEARS * 365.25:
        raise forms.ValidationError(
            _("The date of birth lies in the future, or more than 125 years ago. Check the year.")
        )
    return born
