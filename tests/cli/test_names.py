from hypothesis import given
from hypothesis import strategies as st

from fazhi_nlp.cli.names import PageNames


def test_names_are_readable_and_unlike() -> None:
    names = PageNames("index.html")
    found = [names.name(s) for s in ("a/石坪镇2023.txt", "b/石坪镇2023.docx", "C:\\x\\A b.pdf", "index.txt", "-", "CON.txt", "INDEX.html", "..")]
    assert found == ["石坪镇2023.html", "石坪镇2023-2.html", "A_b.html", "index-2.html", "-.html", "_CON.html", "INDEX-3.html", "report.html"]


@given(st.lists(st.text(max_size=90), max_size=8))
def test_any_sources_give_names_that_fit_a_file_system(sources: list[str]) -> None:
    names = PageNames()
    found = [names.name(source) for source in sources]
    assert len({name.lower() for name in found}) == len(found)
    for name in found:
        assert not set(name) & set('/\\:*?"<>|\0\n')
        assert len(name.encode("utf-8")) <= 255
        assert name.endswith(".html")
        assert not name.startswith(".")
