"""The measures give the figures their definitions promise, on invented texts."""

from bench.extraction import measures


def test_shingles_count_repeats() -> None:
    """A gram that stands twice counts twice."""
    grams = measures.shingles("the tide came in, the tide came in")
    assert grams[("the", "tide", "came", "in")] == 2
    assert grams.total() == 5


def test_each_cjk_character_is_a_word() -> None:
    """Chinese and Japanese text is cut into characters, words beside it stay whole."""
    assert measures.tokens("新华社 Reuters 2026年") == ["新", "华", "社", "Reuters", "2026", "年"]


def test_short_text_is_one_gram() -> None:
    """A text of fewer than four words still compares with itself as equal."""
    assert measures.body_score("Ferry late", "Ferry late") == measures.PageScore(1.0, 1.0)


def test_body_score_counts_what_was_kept_wrongly_and_lost() -> None:
    """Precision falls with foreign grams, recall with lost ones."""
    truth = "one two three four five six"
    assert measures.body_score("one two three four five six seven eight nine", truth) == measures.PageScore(0.5, 1.0)
    assert measures.body_score("one two three four", truth) == measures.PageScore(1.0, 1 / 3)


def test_no_output_does_not_count_in_precision() -> None:
    """An empty extraction costs recall only."""
    scores = [measures.PageScore(0.8, 1.0), measures.body_score("", "one two three four")]
    assert measures.mean(scores) == measures.Score(0.8, 0.5, 2)


def test_snippets_are_sought_as_they_stand() -> None:
    """A wanted snippet found is a hit, an unwanted one found a false hit."""
    counts = measures.snippet_counts("The ferry was late. Sign up now.", ["ferry was", "harbour"], ["Sign up", "Share"])
    assert dict(counts) == {"tp": 1, "fn": 1, "fp": 1}


def test_fields_are_compared_folded() -> None:
    """Case, accents and punctuation make no difference to a title or a name, an extra name does."""
    assert measures.same_title("Été: la marée monte", "ete – LA MAREE monte")
    assert measures.same_authors(["María R Ruiz"], ["Maria R. Ruiz"])
    assert not measures.same_authors(["Ann Lee", "Tidewater Post"], ["Ann Lee"])
    assert measures.same_day("2026-11-22T09:30:00Z", "2026-11-22")


def test_credits_accept_what_is_neither_right_nor_wrong() -> None:
    """An unnamed agency is no false hit; a hit with another role is found but its role is wrong."""
    counts = measures.credit_counts(
        {"Reuters": "contributor", "News agencies": "agency", "Tidewater Post": "origin"},
        {"Reuters": "agency", "Agence France-Presse": "agency"},
        accepted=["News agencies"],
    )
    assert dict(counts) == {"tp": 1, "fp": 1, "fn": 1, "role": 0}


def test_names_resolve_through_their_aliases() -> None:
    """An alias gives the canonical name whatever its case, article and dots."""
    table = measures.name_table({"Associated Press": ["AP", "The Associated Press"]})
    assert table[measures.fold_name("the A.P.")] == "Associated Press"


def test_lead_is_right_but_not_asked_for() -> None:
    """Headline lines above the body count for nothing where they are missing, and are not wrong where they stand."""
    body, lead = "the dam above the town holds", "Dam holds in the flood"
    assert measures.body_score(body, body, lead) == measures.PageScore(1.0, 1.0)
    assert measures.body_score(f"{lead}\n{body}", body, lead) == measures.PageScore(1.0, 1.0)
    assert measures.body_score(f"{lead}\n{body}", body).precision == 3 / 8
