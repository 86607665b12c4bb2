"""Forms of the workplace."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groundwork.partial_dates import PartialDate
from sectors.models import Sector, Succession
from sectors.services import check_succession


class SuccessionForm(forms.ModelForm):
    """What became of one sector or several: rows of Succession that `sectors.services.succeed` writes together."""

    earlier_sectors = forms.ModelMultipleChoiceField(
        Sector.objects.none(), label=_("Earlier"), help_text=_("What is over from that date on.")
    )
    later_sectors = forms.ModelMultipleChoiceField(
        Sector.objects.none(),
        label=_("Later"),
        help_text=_("What takes its place. Add a new sector first, with its name and address."),
    )

    class Meta:
        model = Succession
        exclude = ("earlier", "later")  # noqa: DJ006 - the languages of the note come by themselves

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("earlier_sectors", "later_sectors"):
            self.fields[name].queryset = Sector.objects.not_succeeded().order_by("name")

    def clean_date(self) -> PartialDate:
        return Succession._meta.get_field("date").to_python(self.cleaned_data["date"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors:
            earlier, later = list(data["earlier_sectors"]), list(data["later_sectors"])
            check_succession(earlier=earlier, later=later, kind=data["kind"], date=data["date"])
            self.instance.earlier, self.instance.later = earlier[0], later[0]
        return data
