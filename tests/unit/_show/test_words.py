from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import irontriangle as it
from irontriangle._show import words


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0, "0"),
        (-5, "-5"),
        (1_234_567, "1,234,567"),
        (0.5, "0.5"),
        (1234.5678, "1,234.568"),
        (Fraction(1, 3), "0.333"),
        (0.0005, "0.0005"),
        (-0.000012344, "-0.00001234"),
        (10**15, "1e+15"),
        (123456789012345678, "1.235e+17"),
        (1e-18, "0.000000000000000001"),
    ],
)
def test_numbers_are_written_to_be_read(amount, text):
    assert words.number(amount) == text


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (39_500, "USD", "39,500 USD"),
        (1234.5, "", "1,234.50"),
        (0.333, "EUR", "0.33 EUR"),
        (0.001, "EUR", "0.001 EUR"),
        (99.999, "", "100"),
        (-20.5, "", "-20.50"),
        (10**18, "USD", "1e+18 USD"),
        (1, "a\nb", "1 a b"),
    ],
)
def test_money_has_cents_or_none(amount, currency, text):
    assert words.money(amount, currency) == text


@given(st.fractions(min_value=-(10**24), max_value=10**24, max_denominator=10**18))
def test_no_number_is_written_as_nothing(amount):
    assert (words.number(amount).strip("-0.,") == "") == (amount == 0)
    assert (words.money(amount).strip("-0.,") == "") == (amount == 0)


@pytest.mark.parametrize(
    ("one", "other", "texts"),
    [
        (10**15 + 4, 10**15, ("1,000,000,000,000,004", "1,000,000,000,000,000")),
        (5.0000005, 5, ("5.0000005", "5")),
        (-0.12341, -0.1234, ("-0.12341", "-0.1234")),
        (5, 5, ("5", "5")),
        (22_800, 10_000, ("22,800", "10,000")),
        (Fraction(1) + Fraction(1, 10**30), 1, ("1", "1")),
    ],
)
def test_two_amounts_are_told_apart(one, other, texts):
    assert (words.apart(words.number, one, other), words.apart(words.number, other, one)) == texts


@given(st.fractions(max_denominator=10**8), st.fractions(max_denominator=10**8))
def test_amounts_that_differ_are_written_differently(one, other):
    assert (words.apart(words.money, one, other) == words.apart(words.money, other, one)) == (one == other)


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0 %"), (0.2, "20 %"), (0.1801, "19 %"), (0.0099, "1.0 %"), (0.00123, "0.2 %"), (12.5, "1,250 %")],
)
def test_percents_are_rounded_up(share, text):
    assert words.percent(share) == text


@pytest.mark.parametrize(
    ("first", "last", "year", "text"),
    [
        (date(2027, 1, 4), date(2027, 1, 22), False, "4 - 22 Jan"),
        (date(2027, 1, 4), date(2027, 1, 22), True, "4 - 22 Jan 2027"),
        (date(2027, 1, 25), date(2027, 2, 19), True, "25 Jan - 19 Feb 2027"),
        (date(2027, 12, 30), date(2028, 1, 4), True, "30 Dec 2027 - 4 Jan 2028"),
        (date(2027, 12, 30), date(2027, 12, 30), True, "30 Dec 2027"),
    ],
)
def test_spans_of_dates_say_nothing_twice(first, last, year, text):
    assert words.days(first, last, year=year) == text


@pytest.mark.parametrize(
    ("items", "most", "text"),
    [
        ([], None, "nothing"),
        (["a"], 1, "a"),
        (["a", "b"], 1, "a and b"),
        (["a", "b", "c"], 1, "a and 2 more"),
        (["a", "b", "c"], 2, "a, b and c"),
        (["a"] * 1_003, 2, "a, a and 1,001 more"),
    ],
)
def test_lists_read_like_sentences(items, most, text):
    assert words.listed(items, most=most) == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("log\nin", "log in"),
        ("  tabs\tand\u2028lines ", "tabs and lines"),
        ("\x1b[31mred", "[31mred"),
        ("x" * 32, "x" * 32),
        ("x" * 33, "x" * 31 + "…"),
        ("日" * 20, "日" * 15 + "…"),
        ("👩\u200d💻 desk", "👩\u200d💻 desk"),
        ("\u202eevil", "evil"),
        ("\x00", "?"),
    ],
)
def test_names_take_one_short_line(name, text):
    assert words.label(name) == text


@given(st.text(min_size=1), st.integers(5, 40))
def test_no_name_is_longer_than_its_place(name, longest):
    shown = words.label(name, longest)
    assert words.width(shown) <= longest
    assert len(shown.splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "columns"),
    [("abc", 3), ("é", 1), ("e\u0301", 1), ("日本", 4), ("🚀", 2), ("👩\u200d💻", 2), ("❤\ufe0f", 1)],
)
def test_the_width_is_what_a_terminal_takes(text, columns):
    assert words.width(text) == columns


def test_things_are_counted():
    assert words.plural(0, "feature") == "0 features"
    assert words.plural(2, "person", "people") == "2 people"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("\u05d2 7", "\u2068\u05d2 7\u2069"),
        ("ABC \u0643", "\u2068ABC \u0643\u2069"),
        ("\u05d2" * 10, "\u2068" + "\u05d2" * 6 + "\u2026\u2069"),
        ("\u2068\u05d2\u2069", "\u2068\u05d2\u2069"),
        ("Gr\u00f6\u00dfe", "Gr\u00f6\u00dfe"),
    ],
)
def test_name_that_runs_from_right_to_left_turns_nothing_round_beside_it(name, text):
    assert words.label(name, 7) == text
    assert words.width(text) <= 7


def test_variants_of_several_words_stand_apart_from_their_feature():
    variants = [it.Variant("by product type", value=5, cost=5), it.Variant("plain", value=4, cost=2)]
    scope = it.Scope([it.Feature("page", variants), it.Feature("chat", it.Variant(value=3, cost=3))])
    project = it.Project(scope, it.Budget(5))
    why = str(it.explain(it.optimize(project), "page"))
    assert why.startswith('page is built plain, not "by product type".')
    assert 'insisting on "by product type" costs 2' in why
    assert 'What would make it "by product type":' in why
    assert "page (by product type) alone 5" in why
