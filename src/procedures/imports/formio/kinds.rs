//! What each type of component asks.

use crate::procedures::imports::ledger::Node;
use crate::procedures::imports::logic::Type;
use serde_json::Value;

/// How a component is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It lays out what it holds.
    Layout,
    /// What it holds is kept under its name.
    Container,
    /// What it holds is asked several times.
    Rows,
    /// A text to read.
    Words,
    /// A line of text, with a format.
    Text(&'static str),
    /// A line of text that follows a pattern.
    Pattern(&'static str),
    Textarea,
    Number,
    Integer,
    Money,
    Tick,
    Choice,
    Several,
    File,
    /// A shipped type.
    Shipped(&'static str),
    /// A value of several parts: their names, `date` after a colon for those that are dates.
    Parts(&'static [&'static str]),
    Tags,
    Survey,
    /// The page has its own.
    Button,
    /// There is no equivalent.
    Lost,
    Unknown,
}

/// The kind of a component.
pub(super) fn of(node: &Node<'_>) -> Kind {
    let has = |key: &str| node.peek(key).and_then(Value::as_array).is_some_and(|items| !items.is_empty());
    match node.peek_text("type") {
        "panel" | "fieldset" | "fieldSet" | "navSkjemagruppe" | "well" | "columns" | "table" | "tabs" | "row"
        | "column" | "tab" => Kind::Layout,
        "container" => Kind::Container,
        "datagrid" | "editgrid" | "dataTable" | "datatable" | "dynamicWizard" => Kind::Rows,
        "content" | "htmlelement" | "html" | "alertstripe" | "accordion" => Kind::Words,
        "textfield" | "firstName" | "surname" | "bic" | "licenseplate" | "postcode" | "password" => Kind::Text(""),
        "textarea" => Kind::Textarea,
        "number" | "slider" => Kind::Number,
        "year" => Kind::Integer,
        "currency" => Kind::Money,
        "checkbox" | "navCheckbox" => Kind::Tick,
        "select" | "navSelect" | "radio" | "radiopanel" | "radioInputs"
            if node.peek("multiple") == Some(&Value::Bool(true)) =>
        {
            Kind::Several
        }
        "select" | "navSelect" | "radio" | "radiopanel" => Kind::Choice,
        "selectboxes" => Kind::Several,
        "email" | "cosign" | "coSign" => Kind::Text("email"),
        "phoneNumber" | "phone" => Kind::Text("phone"),
        "url" => Kind::Text("uri"),
        "date" | "day" | "navDatepicker" => Kind::Text("date"),
        "datetime" if node.peek("enableTime") == Some(&Value::Bool(false)) => Kind::Text("date"),
        "datetime" => Kind::Text("date-time"),
        "time" => Kind::Text("time"),
        "monthPicker" => Kind::Pattern("^[0-9]{4}-(0[1-9]|1[0-2])$"),
        "iban" => Kind::Text("iban"),
        "bsn" | "orgNr" => Kind::Pattern("^[0-9]{9}$"),
        "fnrfield" | "bankAccount" => Kind::Pattern("^[0-9]{11}$"),
        "file" | "attachment" => Kind::File,
        "landvelger" => Kind::Shipped("country"),
        "address" | "navAddress" | "addressNL" => Kind::Shipped("address"),
        "identity" => Kind::Parts(&["harDuFodselsnummer", "identitetsnummer", "fodselsdato:date"]),
        "addressValidity" => Kind::Parts(&["gyldigFraOgMed:date", "gyldigTilOgMed:date"]),
        "partners" | "children" => Kind::Parts(&["bsn", "firstNames", "lastName", "dateOfBirth:date"]),
        "tags" => Kind::Tags,
        "survey" => Kind::Survey,
        "button" => Kind::Button,
        "map" => Kind::Shipped("geometry"),
        "signature" | "image" | "recaptcha" | "captcha" | "resource" | "form" | "reviewpage" | "tree" | "dataMap"
        | "datamap" | "softRequiredErrors" | "hidden" | "custom" | "sketchpad" | "tagpad" | "datasource"
        | "unknown" => Kind::Lost,
        _ if has("components") || has("columns") => Kind::Layout,
        _ => Kind::Unknown,
    }
}

impl Kind {
    pub(super) fn keeps_a_value(self) -> bool {
        !matches!(self, Self::Layout | Self::Words | Self::Button | Self::Lost)
    }

    /// What conditions may compare it with.
    pub(super) fn answer(self, node: &Node<'_>) -> Type {
        let several = node.peek("multiple") == Some(&Value::Bool(true));
        match self {
            Self::Several | Self::Tags => Type::Several,
            _ if several => Type::Other,
            Self::Number | Self::Integer | Self::Money => Type::Number,
            Self::Tick => Type::Truth,
            Self::Shipped("country") => Type::Text,
            Self::Text(_) | Self::Pattern(_) | Self::Textarea | Self::Choice | Self::Unknown => Type::Text,
            _ => Type::Other,
        }
    }

    /// The names of the parts of its value.
    pub(super) fn parts(self) -> impl Iterator<Item = &'static str> {
        let parts = match self {
            Self::Parts(parts) => parts,
            _ => &[],
        };
        parts.iter().map(|part| part.split(':').next().unwrap_or(part))
    }
}

/// The components that a component holds, wherever it keeps them.
pub(super) fn children<'v>(node: &Node<'v>) -> Vec<Node<'v>> {
    let mut found = Vec::new();
    for key in ["components", "columns", "rows", "tabs"] {
        if let Some(Value::Array(items)) = node.peek(key) {
            held(items, &node.at(key), &mut found);
        }
    }
    found
}

/// Items are components, or columns, tabs and cells that hold some.
fn held<'v>(items: &'v [Value], pointer: &str, found: &mut Vec<Node<'v>>) {
    for (n, value) in items.iter().enumerate() {
        let node = Node { value, pointer: format!("{pointer}/{n}") };
        match value {
            Value::Array(cells) => held(cells, &node.pointer, found),
            Value::Object(fields) if fields.contains_key("key") => found.push(node),
            Value::Object(_) => match value.get("components") {
                Some(Value::Array(inner)) => held(inner, &format!("{}/components", node.pointer), found),
                _ => found.push(node),
            },
            _ => {}
        }
    }
}
