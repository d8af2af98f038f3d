//! One form with every kind of field, made of their examples; and docs/FIELDS.md, made of the same.

use super::properties::inputs;
use super::*;
use crate::form::cell::Cell;
use crate::form::fields::tests::samples;
use crate::form::fields::{KINDS, Kind};
use crate::form::node::Field;
use crate::form::paper::Paper;
use crate::form::words::word;
use std::fmt::Write;

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// A form with every kind, each under its own name.
fn every_kind() -> Form {
    let (mut properties, mut elements) = (json!({}), Vec::new());
    for kind in KINDS {
        let example = kind.example();
        let mut control = json(example.control);
        if !example.schema.is_empty() {
            properties[kind.name()] = json(example.schema);
            properties[kind.name()]["title"] = json!(word("fr", leaked(format!("form-kind-{}", kind.name()))));
            control["type"] = json!("Control");
            control["scope"] = json!(format!("#/properties/{}", kind.name()));
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
    let label = |name: &str, lang| word(lang, leaked(format!("form-kind-{name}")));
    let mut text = INTRODUCTION.to_owned();
    for name in KINDS.iter().map(|kind| kind.name()) {
        writeln!(text, "| [{name}](#{name}) | {} | {} |", label(name, "fr"), label(name, "en")).unwrap();
    }
    for kind in KINDS {
        let (name, example) = (kind.name(), kind.example());
        let pointer = format!("/{name}");
        let element = elements.iter().find(|element| element.name == pointer);
        let component = element.map_or("explanation", |element| element.component);
        writeln!(text, "\n## {name}\n\n{} · {}\n", label(name, "fr"), label(name, "en")).unwrap();
        writeln!(text, "| | |\n|---|---|").unwrap();
        if !example.schema.is_empty() {
            writeln!(text, "| schema | {} |", code(example.schema)).unwrap();
        }
        if example.control != "{}" {
            writeln!(text, "| control | {} |", code(example.control)).unwrap();
        }
        writeln!(text, "| component | `{component}` |").unwrap();
        if let Some((name, _)) = kind.format() {
            writeln!(text, "| format checked | `{name}` |").unwrap();
        }
        if example.answer != "null" {
            writeln!(text, "| kept | {} |", code(example.answer)).unwrap();
        }
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
    }
    text.push_str(PATTERNS);
    text
}

/// What an author writes with these kinds; `choices` tests each.
const PATTERNS: &str = r#"
## What can be written with them

Any validator of JSON Schema checks these as they stand.

- **« Autre »**: an `anyOf` of a list and of a string, `{"anyOf": [{"enum": ["a", "b"]}, {"type": "string"}]}`. As the `items` of
  an array, several choices and words of one's own.
- **Choices in groups**: a `oneOf` within a `oneOf`, each with its title,
  `{"oneOf": [{"title": "Viandes", "oneOf": [{"const": "beef", "title": "Bœuf"}]}, {"title": "Légumes", "enum": ["leek"]}]}`.
- **Two linked lists**: an object with the first, and for each of its values an `if` and a `then` that gives the second,
  `{"if": {"properties": {"theme": {"const": "road"}}, "required": ["theme"]}, "then": {"properties": {"topic": {"enum": ["hole"]}}, "required": ["topic"]}}`.
  The second list follows as soon as the first is answered; without JavaScript, once the page is saved.
- **Long lists**: beyond 20 choices a single choice is searched by typing, and boxes are filtered by typing.
- **What an author says of a wrong answer**: `errorMessage`, a text for all or an object by keyword, or the translations
  `<key>.error.<keyword>` and `<key>.error.custom` of JSON Forms. The first of the `examples` ends the hint.
- **Titles** of `Group`s go one level down where they nest. A `Label` may fold more under itself (`options.help`, Markdown) and
  hand out a notice (`options.file.template`, a file beside the procedure).
"#;

const INTRODUCTION: &str = "# Fields

Every kind of field, told by the code: a test fails when this page isn't what the code says, and
`UPDATE_DOCS=1 cargo test --lib fields_are_told` writes it again.

A kind takes a property by its schema, and sometimes by the `options` of its control. *Kept* is the answer in the dossier's
JSON document, *shown* is how people read it in French, *exported* are the columns of a table and their typed cells (… is the question),
*on paper* is what the printed form has for it, *typed → kept* are texts as they are posted and what becomes of them.
What can't be understood is kept as it was typed, and refused at submission with a sentence that says what to do.

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
