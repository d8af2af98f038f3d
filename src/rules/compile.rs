//! From the JSON of a rule to what the engine evaluates.

use super::escape;
use super::operators::{BLANKS, DEFAULT, FIELD, VARIABLE};
use super::problem::Problem;
use datalogic_rs::{Engine, Logic};
use serde_json::{Value, json};

/// How deep a rule may nest.
pub const MAX_DEPTH: usize = 32;
/// How many operators and operands a rule may have.
pub const MAX_NODES: usize = 1_000;

/// The names at the root of a context.
pub const ROOTS: [&str; 9] = ["form", "review", "applicant", "data", "tasks", "deadlines", "actor", "dossier", "today"];

/// The operators of the language, with the least and the greatest number of operands.
pub const OPERATORS: [(&str, usize, usize); 26] = [
    ("var", 1, 2),
    ("==", 2, 2),
    ("!=", 2, 2),
    ("<", 2, 3),
    ("<=", 2, 3),
    (">", 2, 3),
    (">=", 2, 3),
    ("and", 1, MAX_NODES),
    ("or", 1, MAX_NODES),
    ("!", 1, 1),
    ("in", 2, 2),
    ("if", 2, MAX_NODES),
    ("+", 1, MAX_NODES),
    ("-", 1, 2),
    ("*", 1, MAX_NODES),
    ("/", 2, 2),
    ("%", 2, 2),
    ("min", 1, MAX_NODES),
    ("max", 1, MAX_NODES),
    ("years", 2, 2),
    ("months", 2, 2),
    ("length", 1, 1),
    ("some", 2, 2),
    ("all", 2, 2),
    ("none", 2, 2),
    ("cat", 1, MAX_NODES),
];

/// Operators that the engine evaluates with the meaning that we want.
const NATIVE: [&str; 7] = ["and", "or", "!", "if", "some", "all", "none"];

/// A variable compared with a literal.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// JSON Pointer of the comparison in the rule.
    pub pointer: String,
    /// `==`, `!=`, `<`, `<=`, `>`, `>=` or `in`.
    pub operator: String,
    /// The variable's dotted path, as in [`super::Rule::variables`].
    pub variable: String,
    pub literal: Value,
}

/// A rule ready to be evaluated.
pub(super) struct Compiled {
    pub(super) source: Value,
    pub(super) logic: Logic,
    /// What each numbered variable of `logic` reads, by segment.
    pub(super) paths: Vec<Vec<String>>,
    pub(super) variables: Vec<String>,
    pub(super) comparisons: Vec<Comparison>,
}

pub(super) fn compile(source: &Value, engine: &Engine) -> Result<Compiled, Vec<Problem>> {
    let mut rewriter = Rewriter::default();
    let rewritten = rewriter.node(source, &Place { pointer: String::new(), depth: 0, rows: None });
    if !rewriter.problems.is_empty() {
        return Err(rewriter.problems);
    }
    let logic = engine.compile(&rewritten).map_err(|_| vec![Problem::new("rule-shape", "", vec![])])?;
    let Rewriter { paths, variables, comparisons, .. } = rewriter;
    Ok(Compiled { source: source.clone(), logic, paths, variables, comparisons })
}

/// Where the rewriter stands.
struct Place<'r> {
    pointer: String,
    depth: usize,
    /// Inside the second operand of a quantifier: the dotted path of its rows, when they come from a variable.
    rows: Option<Option<&'r str>>,
}

impl<'r> Place<'r> {
    fn child(&self, key: &str) -> Self {
        Self { pointer: format!("{}/{}", self.pointer, escape(key)), depth: self.depth + 1, rows: self.rows }
    }

    fn among<'s>(self, rows: Option<&'s str>) -> Place<'s> {
        Place { pointer: self.pointer, depth: self.depth, rows: Some(rows) }
    }
}

/// Turns the rule of a person into the rule of the engine, and notes what it reads and what is wrong.
#[derive(Default)]
struct Rewriter {
    problems: Vec<Problem>,
    paths: Vec<Vec<String>>,
    variables: Vec<String>,
    comparisons: Vec<Comparison>,
    nodes: usize,
}

impl Rewriter {
    fn node(&mut self, node: &Value, place: &Place<'_>) -> Value {
        self.nodes += 1;
        if self.nodes == MAX_NODES + 1 {
            self.refuse("rule-size", "", vec![("max", MAX_NODES.to_string())]);
        }
        if self.nodes > MAX_NODES {
            return Value::Null;
        }
        if place.depth > 2 * MAX_DEPTH {
            return self.refuse("rule-depth", &place.pointer, vec![("max", MAX_DEPTH.to_string())]);
        }
        match node {
            Value::Array(items) => self.list(items, place),
            Value::Object(fields) => match fields.iter().next() {
                Some((operator, operands)) if fields.len() == 1 => self.operation(operator, operands, place),
                _ => self.refuse("rule-shape", &place.pointer, vec![]),
            },
            literal => literal.clone(),
        }
    }

    fn list(&mut self, items: &[Value], place: &Place<'_>) -> Value {
        items.iter().enumerate().map(|(n, item)| self.node(item, &place.child(&n.to_string()))).collect()
    }

    fn operation(&mut self, operator: &str, operands: &Value, place: &Place<'_>) -> Value {
        let here = place.child(operator);
        if operator == "missing" {
            return self.missing(operands, &here);
        }
        let Some((_, least, most)) = OPERATORS.iter().find(|(known, ..)| *known == operator) else {
            return self.refuse("rule-operator", &here.pointer, vec![("operator", operator.to_owned())]);
        };
        // JSONLogic lets a single operand stand without its list.
        let (args, places) = match operands {
            Value::Array(args) => (args.as_slice(), (0..args.len()).map(|n| here.child(&n.to_string())).collect()),
            one => (std::slice::from_ref(one), vec![place.child(operator)]),
        };
        if args.len() < *least || args.len() > *most {
            return self.refuse("rule-arguments", &here.pointer, vec![("operator", operator.to_owned())]);
        }
        match operator {
            "var" => self.variable(args, &here),
            "some" | "all" | "none" => self.quantifier(operator, args, here),
            _ => {
                self.note_comparison(operator, args, place);
                let args: Vec<Value> = args.iter().zip(&places).map(|(arg, at)| self.node(arg, at)).collect();
                let name = if NATIVE.contains(&operator) { operator.to_owned() } else { format!("guichet:{operator}") };
                json!({name: args})
            }
        }
    }

    /// Values of a list are looked at one by one. A quantifier within another would multiply the work by the rows.
    fn quantifier(&mut self, operator: &str, args: &[Value], here: Place<'_>) -> Value {
        if here.rows.is_some() {
            return self.refuse("rule-nesting", &here.pointer, vec![("operator", operator.to_owned())]);
        }
        let rows = self.node(&args[0], &here.child("0"));
        let path = path_of(&args[0]);
        let test = self.node(&args[1], &here.child("1").among(path));
        json!({operator: [rows, test]})
    }

    fn variable(&mut self, args: &[Value], here: &Place<'_>) -> Value {
        let Some(path) = args[0].as_str().filter(|path| well_formed(path, here.rows.is_some())) else {
            return self.refuse("rule-variable", &here.pointer, vec![]);
        };
        let read = self.read(path, here);
        match args.get(1) {
            Some(otherwise) => {
                let otherwise = self.node(otherwise, &here.child("1"));
                json!({DEFAULT: [read, otherwise]})
            }
            None => read,
        }
    }

    fn missing(&mut self, operands: &Value, here: &Place<'_>) -> Value {
        let names = match operands {
            Value::Array(names) => names.as_slice(),
            one => std::slice::from_ref(one),
        };
        let mut pairs = Vec::with_capacity(names.len() * 2);
        for (n, name) in names.iter().enumerate() {
            match name.as_str().filter(|path| well_formed(path, false)) {
                Some(path) => pairs.extend([name.clone(), self.read(path, here)]),
                None => {
                    self.refuse("rule-variable", &here.child(&n.to_string()).pointer, vec![]);
                }
            }
        }
        json!({BLANKS: pairs})
    }

    /// The engine's expression that reads a dotted path.
    fn read(&mut self, path: &str, place: &Place<'_>) -> Value {
        if path.is_empty() {
            return json!({"var": ""});
        }
        let segments: Vec<String> = path.split('.').map(str::to_owned).collect();
        self.note_variable(qualified(path, place));
        let number = self.paths.iter().position(|known| *known == segments).unwrap_or_else(|| {
            self.paths.push(segments.clone());
            self.paths.len() - 1
        });
        if place.rows.is_none() {
            return json!({VARIABLE: [number]});
        }
        let mut args = vec![json!({"var": ""}), json!(number)];
        args.extend(segments.into_iter().map(Value::String));
        json!({FIELD: args})
    }

    fn note_variable(&mut self, path: String) {
        if !self.variables.contains(&path) {
            self.variables.push(path);
        }
    }

    fn note_comparison(&mut self, operator: &str, args: &[Value], place: &Place<'_>) {
        if !matches!(operator, "==" | "!=" | "<" | "<=" | ">" | ">=" | "in") {
            return;
        }
        for (n, arg) in args.iter().enumerate() {
            let Some(path) = path_of(arg).filter(|path| !path.is_empty()) else { continue };
            let literals = args.iter().enumerate().filter(|(other, value)| *other != n && is_literal(value));
            for (_, literal) in literals {
                self.comparisons.push(Comparison {
                    pointer: place.pointer.clone(),
                    operator: operator.to_owned(),
                    variable: qualified(path, place),
                    literal: literal.clone(),
                });
            }
        }
    }

    fn refuse(&mut self, code: &'static str, pointer: &str, args: Vec<(&'static str, String)>) -> Value {
        self.problems.push(Problem::new(code, pointer, args));
        Value::Null
    }
}

/// The path of a plain `{"var": …}`.
fn path_of(node: &Value) -> Option<&str> {
    let fields = node.as_object().filter(|fields| fields.len() == 1)?;
    match fields.get("var")? {
        Value::Array(args) => args.first()?.as_str(),
        path => path.as_str(),
    }
}

/// A bare name in a quantifier stands for a field of its rows, unless it is a root of the context.
fn qualified(path: &str, place: &Place<'_>) -> String {
    let first = path.split('.').next().unwrap_or(path);
    match place.rows {
        Some(Some(rows)) if !ROOTS.contains(&first) => format!("{rows}.{path}"),
        _ => path.to_owned(),
    }
}

/// Names joined by dots; the empty path is the row itself, so it has a meaning in a quantifier only.
fn well_formed(path: &str, in_rows: bool) -> bool {
    if path.is_empty() { in_rows } else { path.len() <= 500 && path.split('.').all(|segment| !segment.is_empty()) }
}

fn is_literal(value: &Value) -> bool {
    match value {
        Value::Object(_) => false,
        Value::Array(items) => items.iter().all(is_literal),
        _ => true,
    }
}
