//! One form with every kind of field, made of their examples; and docs/FIELDS.md, made of the same.

use super::messages::{refusals, said};
use super::properties::inputs;
use super::*;
use crate::form::cell::Cell;
use crate::form::fields::tests::samples;
use crate::form::fields::{Example, KINDS, Kind};
use crate::form::node::Field;
use crate::form::paper::Paper;
use crate::form::words::word;
use crate::reference::lists;
use std::fmt::Write;

pub(super) fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// A form with every kind, each under its own name.
pub(super) fn every_kind() -> Form {
    let asked = KINDS.iter().map(|kind| (kind.name(), label(kind.name(), "fr"), kind.example()));
    form_of(&asked.collect::<Vec<_>>())
}

fn label(name: &str, lang: &str) -> &'static str {
    word(lang, leaked(format!("form-kind-{name}")))
}

/// A form of examples, each with its name and its title.
fn form_of(asked: &[(&str, &str, Example)]) -> Form {
    let (mut properties, mut elements) = (json!({}), Vec::new());
    for (name, title, example) in asked {
        let mut control = json(example.control);
        if !example.schema.is_empty() {
            properties[name] = json(example.schema);
            properties[name]["title"] = json!(title);
        }
        if control.get("type").is_none() {
            control["type"] = json!("Control");
            control["scope"] = json!(format!("#/properties/{name}"));
        }
        elements.push(control);
    }
    compiled(&Definition {
        schema: json!({"type": "object", "properties": properties}),
        ui: Some(json!({"type": "VerticalLayout", "elements": elements})),
        ..Definition::default()
    })
}

fn leaked(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

fn answers() -> Value {
    let answered = KINDS.iter().map(|kind| (kind.name().to_owned(), json(kind.example().answer)));
    Value::Object(answered.filter(|(_, answer)| !answer.is_null()).collect())
}

#[test]
fn each_kind_takes_its_own_example() {
    let form = every_kind();
    let fields = form.fields("fr");
    for kind in KINDS.iter().filter(|kind| !kind.example().schema.is_empty()) {
        let pointer = format!("/{}", kind.name());
        let field = fields.iter().find(|field| field.pointer == pointer);
        assert_eq!(field.map(|field| field.kind), Some(kind.name()));
    }
}

#[test]
fn what_a_page_of_every_kind_holds_is_sent_back_as_it_is() {
    let (form, answers) = (every_kind(), answers());
    assert_eq!(errors(&form, &answers), []);
    for lang in ["fr", "en"] {
        let evaluation = form.evaluate(&answers, &Context::default());
        let view = form.page_view(1, &answers, &evaluation, &BTreeMap::new(), &options(lang)).unwrap();
        let mut sent = Vec::new();
        inputs(&view.elements, &mut sent);
        let mut draft = json!({});
        (0..2).for_each(|_| drop(form.add_row(&mut draft, "/repeat", None)));
        // Bytes are sent otherwise.
        let draft = form.attach(&draft, "/file", answers["file"].clone(), None).unwrap();
        // What a service said is asked of it, not of the browser.
        let mut draft = draft;
        draft["reference"] = answers["reference"].clone();
        let draft = form.merge(&draft, &sent, None);
        assert_eq!(form.check(&draft, &Context::default()).values, form.check(&answers, &Context::default()).values);
    }
}

/// Text for a cell of a table, or one line of it.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ⏎ ")
}

fn code(text: &str) -> String {
    if text.is_empty() { "–".to_owned() } else { format!("`{}`", text.replace('|', "\\|")) }
}

/// The columns that a value makes in an export, those for programs included.
fn exported(kind: &dyn Kind, field: &Field, value: &Value) -> String {
    let cells = kind.columns(field).iter().zip(kind.cells(field, value, "fr"));
    let told = cells.map(|(column, cell)| match cell {
        Cell::Empty => format!("{}: –", column.title("…", "fr")),
        Cell::Text(text) => format!("{}: {}", column.title("…", "fr"), self::cell(&text)),
        Cell::Number(digits) => format!("{}: number {digits}", column.title("…", "fr")),
        Cell::Date(day) => format!("{}: date {day}", column.title("…", "fr")),
        Cell::Time(time) => format!("{}: time {time}", column.title("…", "fr")),
        Cell::Moment(moment) => format!("{}: moment {moment}", column.title("…", "fr")),
        Cell::Boolean(truth) => format!("{}: {truth}", column.title("…", "fr")),
    });
    told.collect::<Vec<_>>().join("<br>")
}

/// What is printed of it.
fn on_paper(paper: &Paper) -> &'static str {
    match paper {
        Paper::Nothing => "nothing",
        Paper::Documents => "among the documents to join",
        Paper::Inside => "each part as its own kind",
        Paper::Tick => "a box to tick",
        Paper::Boxes { .. } => "boxes to tick",
        Paper::Cells { .. } => "a cell for each character",
        Paper::Parts { .. } => "a line for each part",
        Paper::Lines { .. } => "lines to write on",
    }
}

/// docs/FIELDS.md, as the code tells it.
fn told() -> String {
    let (form, answers) = (every_kind(), answers());
    let evaluation = form.evaluate(&answers, &Context::default());
    let mut shown: BTreeMap<String, String> = BTreeMap::new();
    for row in form
        .summary(&answers, &evaluation, "fr")
        .into_iter()
        .flat_map(|section| section.groups)
        .flat_map(|group| group.rows)
    {
        let files = row.files.iter().map(|file| file.name.clone());
        shown.insert(row.pointer, row.lines.into_iter().chain(files).collect::<Vec<_>>().join(" ⏎ "));
    }
    let elements = view(&form, 1, &answers).elements;
    let mut text = INTRODUCTION.to_owned();
    let kinds = KINDS.iter().map(|kind| (kind.name(), label(kind.name(), "fr"), label(kind.name(), "en")));
    for (name, french, english) in kinds.chain(COMPOSED.map(|(name, french, english, _)| (name, french, english))) {
        writeln!(text, "| [{name}](#{name}) | {french} | {english} |").unwrap();
    }
    for kind in KINDS {
        let (name, example) = (kind.name(), kind.example());
        let pointer = format!("/{name}");
        let element = elements.iter().find(|element| element.name == pointer);
        let component = element.map_or("explanation", |element| element.component);
        tell_asked(&mut text, (name, label(name, "fr"), label(name, "en")), &example, component);
        if let Some((name, _)) = kind.format() {
            writeln!(text, "| format checked | `{name}` |").unwrap();
        }
        tell_kept(&mut text, &example);
        if let Some(shown) = shown.get(&pointer).filter(|shown| !shown.is_empty()) {
            writeln!(text, "| shown | {} |", cell(shown)).unwrap();
        }
        let field = form.nearest(&pointer).and_then(|id| form.nodes[id].field());
        if let Some(field) = field.filter(|_| example.answer != "null") {
            writeln!(text, "| exported | {} |", exported(kind, field, &answers[name])).unwrap();
            writeln!(text, "| on paper | {} |", on_paper(&kind.paper(field, "fr"))).unwrap();
        }
        let typed: Vec<String> = samples(name)
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(raws, value)| {
                let raws: Vec<String> = raws.iter().map(|raw| code(&format!("{raw:?}"))).collect();
                format!("{} → {}", raws.join(" "), code(&value.to_string()))
            })
            .collect();
        if !typed.is_empty() {
            writeln!(text, "| typed → kept | {} |", typed.join("<br>")).unwrap();
        }
        tell_refused(&mut text, &form, name, &example);
    }
    COMPOSED.iter().for_each(|composed| tell_composed(&mut text, composed));
    text.push_str(PATTERNS);
    text.push_str(LISTS);
    for list in lists() {
        writeln!(text, "| `{}` | {} | {} |", list.name(), list.count(), list.edition()).unwrap();
    }
    text
}

/// How an author asks for it, and what draws it.
fn tell_asked(text: &mut String, names: (&str, &str, &str), example: &Example, component: &str) {
    let (name, french, english) = names;
    writeln!(text, "\n## {name}\n\n{french} · {english}\n\n| | |\n|---|---|").unwrap();
    if !example.schema.is_empty() {
        writeln!(text, "| schema | {} |", code(example.schema)).unwrap();
    }
    if example.control != "{}" {
        writeln!(text, "| control | {} |", code(example.control)).unwrap();
    }
    writeln!(text, "| component | `{component}` |").unwrap();
}

fn tell_kept(text: &mut String, example: &Example) {
    if example.answer != "null" {
        writeln!(text, "| kept | {} |", code(example.answer)).unwrap();
    }
}

/// An answer that it refuses, and what people read then.
fn tell_refused(text: &mut String, form: &Form, name: &str, example: &Example) {
    let Some(refused) = example.refused else {
        writeln!(text, "| refused | nothing by itself |").unwrap();
        return;
    };
    writeln!(text, "| refused | {} |", code(refused)).unwrap();
    for error in refusals(form, name, refused) {
        let part = error.pointer.strip_prefix(&format!("/{name}")).unwrap();
        let part = if part.is_empty() { String::new() } else { format!("{}: ", code(part)) };
        let [french, english] = said(&error);
        writeln!(text, "| said of it | {part}{}<br>{} |", cell(&french), cell(&english)).unwrap();
    }
}

/// The same of what isn't a kind of its own.
fn tell_composed(text: &mut String, (name, french, english, example): &Composed) {
    let (form, answers) = (form_of(&[(name, french, *example)]), json!({*name: json(example.answer)}));
    assert_eq!(errors(&form, &answers), [], "{name}");
    let elements = view(&form, 1, &answers).elements;
    tell_asked(text, (name, french, english), example, elements[0].component);
    tell_kept(text, example);
    let shown: Vec<String> = form
        .summary(&answers, &form.evaluate(&answers, &Context::default()), "fr")
        .into_iter()
        .flat_map(|section| section.groups)
        .flat_map(|group| {
            let rows = group.rows.into_iter().map(|row| format!("{} : {}", row.label, row.lines.join(" ⏎ ")));
            std::iter::once(group.title).chain(rows).collect::<Vec<_>>()
        })
        .collect();
    writeln!(text, "| shown | {} |", cell(&shown.join("\n"))).unwrap();
    tell_refused(text, &form, name, example);
}

/// What an author makes of several keywords, or by the layout: its name, what it is called in French and in English.
type Composed = (&'static str, &'static str, &'static str, Example);

const COMPOSED: [Composed; 2] = [
    (
        "linked-lists",
        "Deux listes liées",
        "Two linked lists",
        Example {
            schema: r#"{"type": "object", "required": ["theme"], "properties": {"theme": {"title": "Thème", "enum": ["Voirie", "Eau"]}}, "allOf": [{"if": {"properties": {"theme": {"const": "Voirie"}}, "required": ["theme"]}, "then": {"properties": {"topic": {"title": "Sujet", "enum": ["Trou", "Panneau"]}}, "required": ["topic"]}}, {"if": {"properties": {"theme": {"const": "Eau"}}, "required": ["theme"]}, "then": {"properties": {"topic": {"title": "Sujet", "enum": ["Fuite", "Facture"]}}, "required": ["topic"]}}]}"#,
            control: "{}",
            answer: r#"{"theme": "Eau", "topic": "Fuite"}"#,
            refused: Some(r#"{"theme": "Eau", "topic": "Trou"}"#),
        },
    ),
    (
        "section-title",
        "Titre de section",
        "Section title",
        Example {
            schema: r#"{"type": "string"}"#,
            control: r##"{"type": "Group", "label": {"fr": "Votre enfant", "en": "Your child"}, "elements": [{"type": "Control", "scope": "#/properties/section-title", "label": {"fr": "Prénom", "en": "First name"}}]}"##,
            answer: r#""Zoé""#,
            refused: None,
        },
    ),
];

/// What an author writes with these kinds; `choices` tests each.
const PATTERNS: &str = r#"
## What can be written with them

Any validator of JSON Schema checks these as they stand.

- **« Autre »**: an `anyOf` of a list and of a string, `{"anyOf": [{"enum": ["a", "b"]}, {"type": "string"}]}`. As the `items` of
  an array, several choices and words of one's own.
- **Choices in groups**: a `oneOf` within a `oneOf`, each with its title,
  `{"oneOf": [{"title": "Viandes", "oneOf": [{"const": "beef", "title": "Bœuf"}]}, {"title": "Légumes", "enum": ["leek"]}]}`.
- **Two linked lists**, [linked-lists](#linked-lists): an object with the first, and for each of its values an `if` and a `then`
  that gives the second. The second list follows as soon as the first is answered; without JavaScript, once the page is saved.
- **Long lists**: beyond 20 choices a single choice is searched by typing, and boxes are filtered by typing.
- **What an author says of a wrong answer**: `errorMessage`, a text for all or an object by keyword, or the translations
  `<key>.error.<keyword>` and `<key>.error.custom` of JSON Forms. The first of the `examples` ends the hint.
- **Titles** of `Group`s, [section-title](#section-title), go one level down where they nest. A `Label` may fold more under itself (`options.help`, Markdown) and
  hand out a notice (`options.file.template`, a file beside the procedure).
"#;

/// What the rows of the lists stand under.
const LISTS: &str = "
## The official lists

Embedded in the program, and searched without network at `/referentiels/<list>?q=…&lang=…`: `[{value, label, hint?}]`, ten at most.
`data/README.md` says where each comes from, `/administration` when those of a site are of. `etablissements` holds the lycées: the
number of any other school is typed.

| list | entries | edition |
|---|---|---|
";

const INTRODUCTION: &str = "# Fields

Every kind of field, told by the code: a test fails when this page isn't what the code says, and
`UPDATE_DOCS=1 cargo test --lib fields_are_told` writes it again.

A kind takes a property by its schema, and sometimes by the `options` of its control. *Kept* is the answer in the dossier's
JSON document, *shown* is how people read it in French, *exported* are the columns of a table and their typed cells (… is the question),
*on paper* is what the printed form has for it, *typed → kept* are texts as they are posted and what becomes of them.
What can't be understood is kept as it was typed, and refused at submission with a sentence that says what to do: *refused* is such
an answer, *said of it* what people read then in French and in English. What `minimum`, `maxLength` and their like refuse has sentences of
its own. The last two rows are no kinds: an author makes them of several keywords, or by the layout.

| kind | in French | in English |
|---|---|---|
";

#[test]
fn fields_are_told_in_the_documentation() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/FIELDS.md");
    let told = told();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, &told).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(written == told, "docs/FIELDS.md isn't what the code says: UPDATE_DOCS=1 cargo test --lib fields_are_told");
}
