"""Text that is no document, and documents that nobody writes in earnest."""

from __future__ import annotations

import pytest

from irontriangle import ModelError
from irontriangle._files.reading import MOST_BYTES, decode, parse, parse_json, parse_toml, read_text


def told(read, *arguments, **keywords):
    with pytest.raises(ModelError) as caught:
        read(*arguments, **keywords)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a = 1\nb = \n", "line 2, column 5: not TOML: Invalid value"),
        ('a = 1\nb = "x', "line 2, column 7: not TOML: Unterminated string"),
        ("a = 1\na = 2", "line 2, column 6: not TOML: Cannot overwrite a value"),
        ("d = 2027-02-30", "line 1, column 5: not TOML: Invalid date or datetime"),
        ("x = " + "9" * 5000, "not TOML: Exceeds the limit (4300 digits) for integer string conversion"),
        ("x = " + "[" * 100_000, "must not be nested more than 50 levels deep"),
        ("x = " + "[" * 60 + "]" * 60, "must not be nested more than 50 levels deep"),
        ("\n" + "a." * 30_000 + "a = 1", "line 2, column 1: a key must have fewer than 50 parts"),
        ("[" + '"a" . ' * 60 + "a]", "line 1, column 2: a key must have fewer than 50 parts"),
    ],
)
def test_toml_is_refused_at_its_place(text, problem):
    assert told(parse_toml, text).startswith(problem)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "line 1, column 1: not JSON: Expecting value"),
        ('{"a": 1,\n "b"', "line 2, column 5: not JSON: Expecting ':' delimiter"),
        ("{} {}", "line 1, column 4: not JSON: Extra data"),
        ("[" * 100_000, "must not be nested more than 50 levels deep"),
        ("[" * 60 + "]" * 60, "must not be nested more than 50 levels deep"),
        ('{"a": {"b c": 1, "b c": 2}}', "a['b c']: is given more than once"),
    ],
)
def test_json_is_refused_at_its_place(text, problem):
    assert told(parse_json, text) == problem


@pytest.mark.parametrize("text", ["1e999999999999999999999", "nan", "-inf"])
def test_toml_numbers_that_are_none_are_left_to_their_field(text):
    assert str(parse_toml(f"x = {text}")["x"]) == text


def test_json_numbers_are_kept_whatever_their_size():
    document = parse_json("[1e999999999999999999999, NaN, -Infinity, 0.1, 1e400, " + "9" * 5000 + "]")
    assert [str(number) for number in document[:5]] == ["1e999999999999999999999", "nan", "-inf", "0.1", "1E+400"]
    assert document[5].adjusted() == 4999


def test_long_words_with_a_point_are_no_keys():
    words = "a" * 200_000 + "." + "b-" * 100_000
    assert parse_toml(f"because = '{words}'") == {"because": words}


@pytest.mark.parametrize(
    ("suffix", "language"), [(".json", "JSON"), (".toml", "TOML"), (".TOML", "TOML"), ("", "TOML")]
)
def test_suffix_says_the_language(suffix, language):
    assert f"not {language}: " in told(parse, "features = [", suffix=suffix)


@pytest.mark.parametrize("text", ['{"a": 1}', ' \n{"a": 1}'])
def test_first_character_says_the_language(text):
    assert parse(text) == {"a": 1}


def test_bytes_that_are_not_utf8_are_refused_at_their_place():
    assert told(decode, b"name = 1\nname = 'Gr\xf6\xdfe'") == "line 2, column 11: must be UTF-8, got the byte 0xf6"
    assert told(decode, b"\xef\xbb\xbfGr\xf6\xdfe") == "line 1, column 3: must be UTF-8, got the byte 0xf6"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_utf16_gets_its_remedy(encoding):
    raw = b"\xff\xfe" * (encoding == "utf-16-le") + "format = 1".encode(encoding)
    assert told(decode, raw) == "must be UTF-8, got UTF-16; save it as UTF-8"


def test_huge_file_is_refused_unread(tmp_path):
    path = tmp_path / "huge.toml"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    assert told(read_text, path) == "must be smaller than 64 MB; it is no project"
