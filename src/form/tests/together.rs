//! Several writers on one draft.

use super::*;
use chrono::DateTime;
use proptest::prelude::*;
use std::sync::LazyLock;

static FORM: LazyLock<Form> = LazyLock::new(|| {
    let definition = json!({"type": "object", "properties": {
        "about": {"type": "string"}, "place": {"type": "string"},
        "rows": {"type": "array", "maxItems": 6, "items": {"type": "object", "properties": {
            "id": {"type": "string"}, "text": {"type": "string"}}}}
    }});
    let ui = json!({"type": "Control", "scope": "#/properties/rows", "options": {"showSortButtons": true}});
    let about = |name: &str| json!({"type": "Control", "scope": format!("#/properties/{name}")});
    let ui = json!({"type": "VerticalLayout", "elements": [about("about"), about("place"), ui]});
    compiled(&Definition { ui: Some(ui), ..Definition::bare(definition).unwrap() })
});

/// A draft and its history, as a database keeps them.
struct Kept {
    draft: Value,
    changes: Vec<Change>,
}

/// A page open in a browser: the revision and the draft that it shows.
struct Page {
    id: &'static str,
    rev: usize,
    shown: Value,
}

impl Kept {
    fn new(draft: Value) -> Self {
        Self { draft, changes: Vec::new() }
    }

    fn page(&self, id: &'static str) -> Page {
        Page { id, rev: self.changes.len(), shown: self.draft.clone() }
    }

    fn past(&self, page: &Page) -> Past {
        Past::new(&self.draft, self.changes[page.rev..].to_vec(), true)
    }

    fn post(&mut self, page: &Page, inputs: &[(&str, &str)]) {
        let draft = FORM.merge_since(&self.past(page), &pairs(inputs), None, &writer(page.id));
        self.keep(page, draft, None);
    }

    fn rows(&mut self, page: &Page, act: impl Fn(&Past, &mut Value) -> Option<RowChange>) {
        let mut draft = self.draft.clone();
        if let Some(rows) = act(&self.past(page), &mut draft) {
            self.keep(page, draft, Some(rows));
        }
    }

    fn keep(&mut self, page: &Page, draft: Value, rows: Option<RowChange>) {
        if draft != self.draft {
            self.changes.push(Change::between(&self.draft, &draft, writer(page.id), rows));
            self.draft = draft;
        }
    }
}

fn writer(page: &str) -> Writer {
    Writer { id: page.into(), name: page.into(), page: page.into(), at: DateTime::UNIX_EPOCH.fixed_offset() }
}

fn waiting(draft: &Value, name: &str) -> Option<Value> {
    draft.get("#conflicts")?.get(name)?.get("value").cloned()
}

#[test]
fn each_writes_another_answer_and_both_are_kept() {
    let mut kept = Kept::new(json!({"about": "", "place": "Nantes"}));
    let (a, b) = (kept.page("a"), kept.page("b"));
    kept.post(&a, &[("/about", "chêne"), ("/place", "Nantes")]);
    kept.post(&b, &[("/about", "hêtre"), ("/place", "Angers")]);
    assert_eq!((&kept.draft["about"], &kept.draft["place"]), (&json!("chêne"), &json!("Angers")));
    assert_eq!(waiting(&kept.draft, "/about"), Some(json!("hêtre")));
    assert_eq!(errors(&FORM, &kept.draft), [("/about".to_owned(), "conflict")]);
    // What the page goes on typing waits too; what it did not touch is not a second answer.
    kept.post(&b, &[("/about", "hêtre pourpre")]);
    kept.post(&a, &[("/about", "chêne vert"), ("/place", "Nantes")]);
    assert_eq!(waiting(&kept.draft, "/about"), Some(json!("hêtre pourpre")));
    assert_eq!((&kept.draft["about"], &kept.draft["place"]), (&json!("chêne vert"), &json!("Angers")));
    let mut chosen = kept.draft.clone();
    FORM.choose_answer(&mut chosen, "/about", ConflictChoice::Last, None);
    assert_eq!(chosen, json!({"about": "hêtre pourpre", "place": "Angers"}));
    FORM.choose_answer(&mut kept.draft, "/about", ConflictChoice::Standing, None);
    assert_eq!(kept.draft, json!({"about": "chêne vert", "place": "Angers"}));
}

/// Nobody knows yet which of the two is wrong, or whether one misses.
#[test]
fn two_answers_come_before_what_is_wrong_with_one() {
    let form = compiled(&Definition {
        schema: json!({"type": "object", "required": ["about"], "properties": {"about": {"type": "string"}}}),
        ..Definition::default()
    });
    let past = Past::new(&json!({}), Vec::new(), false);
    let merged = form.merge_since(&past, &pairs(&[("/about", "hêtre")]), None, &writer("b"));
    assert_eq!(waiting(&merged, "/about"), Some(json!("hêtre")));
    assert_eq!(errors(&form, &merged), [("/about".to_owned(), "conflict")]);
}

#[test]
fn a_page_that_is_sent_twice_does_not_contradict_itself() {
    let mut kept = Kept::new(json!({}));
    let page = kept.page("a");
    for text in ["c", "ch", "chêne"] {
        kept.post(&page, &[("/about", text)]);
    }
    assert_eq!(kept.draft, json!({"about": "chêne"}));
    kept.rows(&page, |past, draft| FORM.add_row(draft, &past.follow("/rows")?, None));
    kept.rows(&page, |past, draft| FORM.remove_row(draft, &past.follow("/rows/0")?, None));
    assert_eq!(kept.draft["rows"], json!([{}]), "the row that the page does not show is not the one it means");
}

#[test]
fn both_agree() {
    let mut kept = Kept::new(json!({}));
    let (a, b) = (kept.page("a"), kept.page("b"));
    kept.post(&a, &[("/about", "chêne")]);
    kept.post(&b, &[("/about", "chêne")]);
    assert_eq!(kept.draft, json!({"about": "chêne"}));
    kept.post(&b, &[("/about", "hêtre")]);
    assert_eq!(kept.draft["about"], "chêne", "the page has not been drawn since: it does not know");
}

#[test]
fn what_waits_and_is_written_is_agreed() {
    let mut kept = Kept::new(json!({}));
    let (a, b) = (kept.page("a"), kept.page("b"));
    kept.post(&a, &[("/about", "chêne")]);
    kept.post(&b, &[("/about", "hêtre")]);
    assert_eq!(waiting(&kept.draft, "/about"), Some(json!("hêtre")));
    kept.post(&a, &[("/about", "hêtre")]);
    assert_eq!(kept.draft, json!({"about": "hêtre"}));
}

#[test]
fn words_follow_their_row_and_bring_it_back() {
    let mut kept = Kept::new(json!({"rows": [{"id": "x"}, {"id": "y"}, {"id": "z"}]}));
    let (a, b) = (kept.page("a"), kept.page("b"));
    kept.rows(&a, |_, draft| FORM.remove_row(draft, "/rows/0", None));
    kept.post(&b, &[("/rows/1/text", "for y"), ("/rows/0/id", "x"), ("/rows/0/text", "")]);
    assert_eq!(kept.draft, json!({"rows": [{"id": "y", "text": "for y"}, {"id": "z"}]}));
    kept.post(&b, &[("/rows/0/text", "for x")]);
    assert_eq!(kept.draft["rows"][2], json!({"id": "x", "text": "for x"}));
    let page = FORM.page_view(
        1,
        &kept.draft,
        &FORM.evaluate(&kept.draft, &Context::default()),
        &BTreeMap::new(),
        &options("fr"),
    );
    let page = page.unwrap();
    let block = find(page, "rows");
    assert!(block.rows[2].conflict.is_some() && block.rows[1].conflict.is_none());
    assert!(errors(&FORM, &kept.draft).is_empty(), "a row that came back asks nothing");
    FORM.choose_answer(&mut kept.draft, "/rows/2", ConflictChoice::Standing, None);
    assert_eq!(kept.draft.get("#conflicts"), None);
}

#[test]
fn a_removed_row_can_be_taken_back() {
    let mut kept = Kept::new(json!({"rows": [{"id": "x"}, {"id": "y"}]}));
    let page = kept.page("a");
    kept.rows(&page, |_, draft| FORM.remove_row(draft, "/rows/0", None));
    let past = kept.past(&page);
    let row = past.first_removed().unwrap();
    let mut draft = kept.draft.clone();
    FORM.restore_row(&mut draft, (past.shown(), &row), None, None).unwrap();
    assert_eq!(draft, json!({"rows": [{"id": "x"}, {"id": "y"}]}));
}

#[test]
fn without_its_history_any_difference_is_for_people() {
    let draft = json!({"about": "chêne", "place": "Nantes"});
    let past = Past::new(&draft, Vec::new(), false);
    let merged = FORM.merge_since(&past, &pairs(&[("/about", "hêtre"), ("/place", "Nantes")]), None, &writer("b"));
    assert_eq!((&merged["about"], waiting(&merged, "/about")), (&json!("chêne"), Some(json!("hêtre"))));
    assert_eq!(waiting(&merged, "/place"), None);
}

/// What one of the pages does.
#[derive(Debug, Clone)]
enum Act {
    Redraw,
    Answer(&'static str),
    Row(usize),
    Add,
    Remove(usize),
    Move(usize, bool),
    Duplicate(usize),
}

fn act() -> impl Strategy<Value = (usize, Act)> {
    let act = prop_oneof![
        1 => Just(Act::Redraw),
        3 => proptest::sample::select(vec!["/about", "/place"]).prop_map(Act::Answer),
        4 => (0..6_usize).prop_map(Act::Row),
        1 => Just(Act::Add),
        1 => (0..6_usize).prop_map(Act::Remove),
        1 => ((0..6_usize), any::<bool>()).prop_map(|(row, up)| Act::Move(row, up)),
        1 => (0..6_usize).prop_map(Act::Duplicate),
    ];
    (0..2_usize, act)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever two pages do, in whatever order: every text that was posted is in the draft, waits in it, or is in the
    /// history; a text never stands in another row than the one that its page showed.
    #[test]
    fn nothing_that_two_people_write_is_lost(acts in proptest::collection::vec(act(), 1..40)) {
        let mut kept = Kept::new(json!({"rows": [{"id": "r0"}, {"id": "r1"}, {"id": "r2"}]}));
        let mut pages = [kept.page("a"), kept.page("b")];
        let mut posted: Vec<String> = Vec::new();
        for (n, (who, act)) in acts.iter().enumerate() {
            let page = &pages[*who];
            let shown = |row: usize| page.shown["rows"][row]["id"].as_str().map(str::to_owned);
            match act {
                Act::Redraw => pages[*who] = kept.page(page.id),
                Act::Answer(name) => {
                    let text = format!("t{n}.");
                    kept.post(page, &[(name, &text)]);
                    posted.push(text);
                }
                Act::Row(row) => if let Some(id) = shown(*row) {
                    let text = format!("{id}: t{n}.");
                    kept.post(page, &[(&format!("/rows/{row}/text"), &text)]);
                    posted.push(text);
                },
                Act::Add => kept.rows(page, |past, draft| FORM.add_row(draft, &past.follow("/rows")?, None)),
                Act::Remove(row) => kept.rows(page, |past, draft| FORM.remove_row(draft, &past.follow(&format!("/rows/{row}"))?, None)),
                Act::Move(row, up) => kept.rows(page, |past, draft| FORM.move_row(draft, &past.follow(&format!("/rows/{row}"))?, *up, None)),
                Act::Duplicate(row) => kept.rows(page, |past, draft| FORM.duplicate_row(draft, &past.follow(&format!("/rows/{row}"))?, None)),
            }
            let history: String = kept.changes.iter().map(|change| serde_json::to_string(&change.undo).unwrap()).collect();
            for text in &posted {
                prop_assert!(kept.draft.to_string().contains(text) || history.contains(text), "{text} is lost\n{}", kept.draft);
            }
            for row in kept.draft["rows"].as_array().unwrap() {
                let id = row["id"].as_str().unwrap_or_default();
                prop_assert!(row["text"].as_str().is_none_or(|text| text.starts_with(&format!("{id}: "))), "{}", kept.draft);
            }
        }
    }

    /// Undoing every change gives the first draft back.
    #[test]
    fn the_history_leads_back(texts in proptest::collection::vec(("[a-z]{0,4}", 0..3_usize), 1..20)) {
        let mut kept = Kept::new(json!({"about": "x"}));
        let page = kept.page("a");
        for (text, row) in &texts {
            kept.post(&page, &[("/about", text), (&format!("/rows/{row}/text"), text)]);
        }
        let past = kept.past(&page);
        prop_assert_eq!(past.shown(), &json!({"about": "x"}));
    }

    /// A page that shows the last draft writes what it posts, as if it were alone.
    #[test]
    fn alone_one_simply_writes(inputs in proptest::collection::vec(("/(about|place|rows/[0-3]/text)", "[a-z]{0,3}"), 0..12)) {
        let draft = json!({"about": "x", "rows": [{"id": "r"}]});
        let inputs: Vec<(&str, &str)> = inputs.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let merged = FORM.merge_since(&Past::none(&draft), &pairs(&inputs), None, &writer("a"));
        prop_assert_eq!(merged, FORM.merge(&draft, &pairs(&inputs), None));
    }
}

/// A map in a block: the name of an input says which row, and makes none.
#[test]
fn a_name_from_elsewhere_makes_no_row() {
    let place = json!({"$ref": "../types/geometry.json"});
    let form = simple(json!({"sites": {"type": "array", "items": {"type": "object", "properties": {"place": place}}}}));
    for row in ["4000000000", "18446744073709551615", "7"] {
        let name = format!("/sites/{row}/place/features/0/geometry");
        let merged = form.merge_since(&Past::none(&json!({})), &pairs(&[(&name, "48, 2")]), None, &writer("a"));
        assert_eq!(merged, json!({}), "{row}");
    }
    let added = RowChange { block: "/rows".into(), kind: RowChangeKind::Added { at: 0 } };
    assert!(added.follow("/rows/18446744073709551615/text").is_some());
}

/// What was written in a row of a row, both of which went, waits at a question that stands, and replaces none.
#[test]
fn words_of_rows_within_rows_that_went_wait_where_they_are_seen() {
    let children = json!({"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}}}});
    let form = simple(
        json!({"families": {"type": "array", "items": {"type": "object", "properties": {"children": children}}}}),
    );
    let old = json!({"families": [{"children": [{"name": "Zoé"}]}, {"children": [{"name": "Lou"}]}]});
    let mut draft = old;
    let mut changes = Vec::new();
    for row in ["/families/0/children/0", "/families/0"] {
        let before = draft.clone();
        let rows = form.remove_row(&mut draft, row, None);
        changes.push(Change::between(&before, &draft, writer("b"), rows));
    }
    let standing = draft["families"].clone();
    let past = Past::new(&draft, changes, true);
    let posted = pairs(&[("/families/0/children/0/name", "Zoé Durand")]);
    let mut merged = form.merge_since(&past, &posted, None, &writer("a"));
    assert_eq!(merged["families"][0], standing[0]);
    let waiting = merged["#conflicts"].as_object().cloned().unwrap_or_default();
    let name = waiting.keys().next().expect("nothing is lost").clone();
    assert!(
        merged["#conflicts"].to_string().contains("Zoé Durand")
            || merged["families"].to_string().contains("Zoé Durand")
    );
    form.choose_answer(&mut merged, &name, ConflictChoice::Last, None);
    assert!(merged["families"].is_array(), "{merged}");
}

/// Two branches that ask something else under the same names.
fn branches(one: Value, other: Value) -> Form {
    let branch = |kind: &str, properties: Value| {
        let mut branch = json!({"title": kind, "type": "object", "required": ["kind"], "properties": properties});
        branch["properties"]["kind"] = json!({ "const": kind });
        branch
    };
    simple(json!({"x": {"oneOf": [branch("a", one), branch("b", other)]}}))
}

/// What a page left alone is told by the field that it showed, not by the one of another branch.
#[test]
fn an_answer_is_compared_as_the_field_that_was_shown() {
    let boxes = json!({"type": "array", "uniqueItems": true, "items": {"enum": ["v", "w"]}});
    let form = branches(json!({"value": {"type": "string"}}), json!({ "value": boxes }));
    let before = json!({"x": {"kind": "b", "value": ["w", "v"]}});
    let now = json!({"x": {"kind": "b", "value": ["v"]}});
    let past = Past::new(&now, vec![Change::between(&before, &now, writer("b"), None)], true);
    // Boxes are sent in the order of the page.
    let merged = form.merge_since(&past, &pairs(&[("/x/value", "v"), ("/x/value", "w")]), None, &writer("a"));
    assert_eq!(merged, now);
}

/// Places are written in the rows of the branch that is chosen, whatever the other one asks there.
#[test]
fn a_map_is_written_where_it_is_shown() {
    let place = json!({"$ref": "../types/geometry.json"});
    let rows = |max: usize| json!({"rows": {"type": "array", "maxItems": max, "items": {"type": "object", "properties": {"place": place}}}});
    for (one, other, at) in [
        (rows(1), rows(4), "/x/rows/2/place"),
        (json!({"place": {"type": "string"}}), json!({ "place": place }), "/x/place"),
    ] {
        let form = branches(one, other);
        let draft = json!({"x": {"kind": "b", "rows": [{}, {}, {}]}});
        let (shape, text) = (format!("{at}/features/0/geometry/type"), format!("{at}/features/0/geometry"));
        let inputs = pairs(&[(&shape, "Point"), (&text, "48, 2")]);
        let merged = form.merge_since(&Past::none(&draft), &inputs, None, &writer("a"));
        assert!(merged.pointer(at).is_some_and(Value::is_object), "{at}: {merged}");
        let other = json!({"x": {"kind": "b", "rows": [{}, {}, {}]}});
        let past = Past::new(&other, Vec::new(), false);
        let mut both = form.merge_since(&past, &inputs, None, &writer("a"));
        form.choose_answer(&mut both, at, ConflictChoice::Last, None);
        assert!(both.pointer(at).is_some_and(Value::is_object), "{at}: {both}");
    }
}

/// What is wrong with the answer to a question of another branch is no fault of this one's.
#[test]
fn an_answer_is_checked_as_the_field_that_is_shown() {
    let place = json!({"$ref": "../types/geometry.json"});
    let long = "x".repeat(600);
    for (one, other, value) in [
        (json!({ "value": place }), json!({"value": {"type": "string"}}), json!("Nantes")),
        (json!({"value": {"type": "string"}}), json!({"value": {"type": "string", "maxLength": 2000}}), json!(long)),
    ] {
        let form = branches(one, other);
        let merged = form.merge(&json!({"x": {"kind": "b"}}), &pairs(&[("/x/value", value.as_str().unwrap())]), None);
        assert_eq!(merged, json!({"x": {"kind": "b", "value": value}}));
        assert_eq!(errors(&form, &merged), []);
    }
}

/// What is wrong is said of the field that is shown, in its words.
#[test]
fn an_error_names_the_field_that_is_shown() {
    let form = branches(
        json!({"size": {"title": "Largeur", "type": "string"}}),
        json!({"size": {"title": "Depuis quand", "type": "string", "format": "date"}}),
    );
    let draft = json!({"x": {"kind": "b", "size": "demain"}});
    let told = form.check(&draft, &Context::default()).errors;
    let told: Vec<(String, &str)> = told.iter().map(|error| (form.name_of(error, "fr"), error.key.as_str())).collect();
    assert_eq!(told, [("Depuis quand".to_owned(), "form-error-format-date")]);
    let mut two = draft.clone();
    let past = Past::new(&draft, Vec::new(), false);
    two["#conflicts"] =
        form.merge_since(&past, &pairs(&[("/x/size", "hier")]), None, &writer("a"))["#conflicts"].take();
    let told = form.check(&two, &Context::default()).errors;
    let told: Vec<(String, &str)> = told.iter().map(|error| (form.name_of(error, "fr"), error.code)).collect();
    assert_eq!(told, [("Depuis quand".to_owned(), "conflict")]);
}
