"""What every preset holds, so that an office can start with it as it is."""

import re
from collections.abc import Iterator

import pytest

from generator.model.rules import Method, Rules, SchemeDefinition
from tests.presets.presets import FOLDER, NAMES, ROOT, preset, ruleset, text

HAN = re.compile(r"[\u4e00-\u9fff]")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]")
KINDS = {"g4": Method.FIRST_MATCH, "g5": Method.SHARE, "g9": Method.SCORE, "g10": Method.SCORE, "g15": Method.LOWEST}


def test_there_is_a_preset_for_every_system_that_stands_for_itself() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(f"{name}.yaml" for name in NAMES)


def test_the_sample_office_has_the_default_rules() -> None:
    assert (ROOT / "rules.yaml").read_bytes() == (FOLDER / "g1.yaml").read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_it_reads_and_compiles_without_a_problem(name: str) -> None:
    assert ruleset(name).official.grades


@pytest.mark.parametrize(("name", "method"), KINDS.items())
def test_its_official_scheme_has_the_method_that_the_system_asks_for(name: str, method: Method) -> None:
    assert ruleset(name).official.method is method


@pytest.mark.parametrize("name", NAMES)
def test_it_has_eight_examples_or_more_of_different_names(name: str) -> None:
    names = [example.name for example in preset(name).examples]
    assert len(names) >= 8
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", NAMES)
def test_every_grade_of_every_scheme_is_shown_by_an_example(name: str) -> None:
    rules = preset(name)
    shown = {(example.scheme or rules.official, example.expect) for example in rules.examples}
    missing = {(key, grade) for key, scheme in rules.schemes.items() for grade in scheme.grades} - shown
    assert missing == set()


@pytest.mark.parametrize("name", NAMES)
def test_every_official_grade_has_duties_and_a_playbook(name: str) -> None:
    rules = preset(name)
    grades = set(rules.schemes[rules.official].grades)
    assert set(rules.follow_up.grades) == grades
    assert set(rules.playbook) - {"stages"} == grades


def labels(rules: Rules) -> Iterator[tuple[str, str | None]]:
    """Yield everything that people see of the rules, with where it stands."""
    for name, fact in rules.facts.items():
        yield f"facts.{name}", fact.label
    for name, attribute in rules.attributes.items():
        yield f"attributes.{name}", attribute.label
    for name, scheme in rules.schemes.items():
        yield from scheme_labels(f"schemes.{name}", scheme)
    for fall in rules.movement.downgrade:
        yield f"downgrade.{fall.id}", fall.label
    for grade, lines in rules.playbook.items():
        groups = lines.values() if not isinstance(lines, tuple) else [lines]
        yield from ((f"playbook.{grade}", line) for group in groups for line in group)
    for example in rules.examples:
        yield "examples", example.name


def scheme_labels(path: str, scheme: SchemeDefinition) -> Iterator[tuple[str, str | None]]:
    yield path, scheme.label
    yield from ((f"{path}.grades.{grade}", text) for grade, text in scheme.grades.items())
    for name, indicator in scheme.indicators.items():
        yield f"{path}.{name}", indicator.label
        yield from ((f"{path}.{name}.{level}", rubric) for level, rubric in indicator.levels.items())
    for row in scheme.points or ():
        yield f"{path}.points", row.label


@pytest.mark.parametrize("name", NAMES)
def test_everything_that_people_see_is_said_in_chinese(name: str) -> None:
    seen = list(labels(preset(name)))
    assert [(path, label) for path, label in seen if label is None or not HAN.search(label)] == []
    assert [(path, label) for path, label in seen if label is not None and HALF_WIDTH.search(label)] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_two_levels_of_an_indicator_have_the_same_rubric(name: str) -> None:
    for scheme in preset(name).schemes.values():
        for key, indicator in scheme.indicators.items():
            assert len(set(indicator.levels.values())) == len(indicator.levels), key


def test_the_two_versions_of_the_intention_matrix_judge_the_same_by_other_words() -> None:
    one, two = (preset(name).schemes["intention"] for name in ("g1", "g2"))
    assert list(one.indicators) == list(two.indicators)
    assert len(one.indicators) == 8
    assert preset("g1").version != preset("g2").version
    for key, indicator in one.indicators.items():
        assert not set(indicator.levels.values()) & set(two.indicators[key].levels.values()), key


def test_contact_alone_is_auxiliary_in_the_intention_matrix() -> None:
    scheme = ruleset("g1").official
    assert [name for name, rule in scheme.indicators.items() if rule.auxiliary] == ["contact"]
    assert scheme.indicators["contact"].table is not None


def test_no_preset_is_written_with_anything_but_yaml_and_chinese() -> None:
    for name in NAMES:
        assert "\t" not in text(name)
        assert text(name).startswith("# ")
        assert text(name).endswith("\n")
