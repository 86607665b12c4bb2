from indicators.codes import Classification, Sex, Status


def test_letters_are_those_of_the_files_each_once():
    assert [sex.letter for sex in Sex] == ["T", "F", "M"]
    assert len({status.letter for status in Status}) == len(Status)
    assert (Status.BREAK.letter, Status.ESTIMATE.letter, Status.FORECAST.letter) == ("B", "E", "F")


def test_newer_classification_comes_first():
    assert Classification.ISIC4.order < Classification.ISIC31.order
