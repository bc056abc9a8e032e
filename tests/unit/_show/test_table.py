from irontriangle._show.blocks import Grid, RunOn
from irontriangle._show.table import table


def test_columns_are_as_wide_as_their_widest_cell():
    assert table(Grid([["a", "1", "x"], ["日本", "10", "y"]], "<><")) == ["a       1   x", "日本   10   y"]


def test_a_cell_that_runs_on_makes_no_column_wider():
    rows = [["a", "1"], ["b", RunOn("a long remark")], ["c", "3", "z"]]
    assert table(Grid(rows, "<><")) == ["a   1", "b   a long remark", "c   3   z"]


def test_lines_end_without_blanks_and_rows_may_be_short():
    assert table(Grid([["a", "", ""], ["bb"], [""]], "<<<")) == ["a", "bb", ""]
