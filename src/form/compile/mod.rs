//! From a definition to a form that is ready to serve. Everything that is wrong is told, with its place.

mod alternatives;
mod analysis;
mod blocks;
pub(super) mod bundle;
mod conditions;
mod demands;
mod document;
mod draft;
mod entries;
mod fields;
mod files;
mod flatten;
pub(super) mod keywords;
pub(super) mod limits;
mod maps;
mod names;
mod options;
mod order;
mod pages;
mod parts;
mod places;
mod read;
mod reference;
mod rules;
pub(crate) mod safety;
mod shape;
mod tallies;
mod texts;
mod ui;
mod union;
mod validator;
mod weight;
mod wording;

use super::branch::Chooser;
use super::definition::{Definition, Prefill};
use super::lookup::Lookup;
use super::node::{Body, Id, Node};
use super::pointer::{Template, parse};
use super::problem::{Problem, Problems};
use super::{Form, Page};
use analysis::Analysis;
use bundle::Unbundled;
pub use names::Answers;
use parts::Parts;
use serde_json::{Map, Value};
use shape::Shape;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use texts::Texts;
pub(super) use validator::anything;
pub(crate) use validator::takes_pattern;

/// Codes of what is too large.
const BOUNDS: [&str; 6] = ["choices", "depth", "fields", "heavy", "long", "size"];

/// Compiles a definition.
pub(super) fn form(definition: &Definition, languages: &[String]) -> Result<Form, Vec<Problem>> {
    compiled(definition, languages, None, Problems::default())
}

/// The same of one that was published: what it works without is told, and stops nothing.
pub(super) fn published(definition: &Definition, languages: &[String]) -> Result<Form, Vec<Problem>> {
    compiled(definition, languages, None, Problems { is_published: true, ..Problems::default() })
}

/// Everything that is wrong with a definition, and what its rules can never mean.
pub(super) fn problems(definition: &Definition, languages: &[String]) -> Vec<Problem> {
    let found = match compiled(definition, languages, Some(Analysis::default()), Problems::default()) {
        Ok(form) => form.warnings,
        Err(problems) => problems,
    };
    Problems::distinct(found)
}

fn compiled(
    definition: &Definition,
    languages: &[String],
    analysis: Option<Analysis>,
    mut problems: Problems,
) -> Result<Form, Vec<Problem>> {
    let definition = &*draft::named(definition);
    for key in definition.unknown.keys() {
        problems.error(&format!("/{key}"), "unknown-key", vec![("key", key.clone())]);
    }
    let Some(whole) = safety::inspect(definition, &mut problems) else { return Err(problems.found) };
    let Some(Unbundled { schema, strays }) = bundle::followed(&whole, &mut problems) else {
        return Err(problems.found);
    };
    let mut root = read::schema(&schema, &mut problems);
    // What is out of bounds is not worth a validator.
    if problems.has_errors() && problems.found.iter().any(|problem| BOUNDS.contains(&problem.code)) {
        return Err(problems.found);
    }
    let validator = validator::whole(&whole, &strays, &mut problems);
    let base = document::base(&root, &mut problems);
    let (Some(validator), false) = (validator, problems.has_errors()) else { return Err(problems.found) };
    // A document that can't be blank must be answered.
    root.required = !validator.is_valid(&document::blank(&root));
    let mut compiler = Compiler { analysis, ..Compiler::new(definition, languages, (&schema, &root, base), problems) };
    compiler.tree();
    compiler.uncontrolled();
    compiler.fill_targets();
    compiler.texts.check_unused(&mut compiler.problems);
    let steps = order::steps(&compiler.nodes, &compiler.reads, &mut compiler.problems);
    let eligibility = compiler.eligibility();
    let checks = compiler.checks();
    let prefill = compiler.prefill();
    if !compiler.problems.has_errors() {
        compiler.analyse();
    }
    let containers = compiler.containers();
    // A condition that nothing but a demand needs is read here for the first time, and may be wrong.
    let found = (!compiler.problems.has_errors()).then(|| (compiler.demands(&containers), compiler.tallies()));
    let Compiler { mut nodes, pages, base, texts, problems, .. } = compiler;
    let (Some((wanted, tallies)), false) = (found, problems.has_errors()) else { return Err(problems.found) };
    places::twins(&mut nodes);
    Ok(Form {
        containers,
        late: order::late(&nodes),
        wanted,
        tallies,
        pages,
        lookup: Lookup::of(&nodes),
        root: base,
        blank: document::blank(&root),
        steps,
        validator,
        eligibility,
        checks,
        prefill,
        base: texts.base().to_owned(),
        warnings: problems.found,
        raw: None,
        nodes,
    })
}

/// What a rule reads, and the node that it belongs to.
type Reads = HashMap<Id, Vec<Template>>;

struct Compiler<'s> {
    definition: &'s Definition,
    /// The schema as it was read, for what is validated alone.
    within: Parts<'s>,
    root: &'s Shape,
    /// The address of the document in a draft.
    base: Template,
    texts: Texts<'s>,
    problems: Problems,
    nodes: Vec<Node>,
    pages: Vec<Page>,
    reads: Reads,
    /// Fields that have a control, by pointer.
    controls: HashMap<String, Id>,
    /// The choices of branch that are asked, by what they choose in.
    choosers: Vec<(&'s Shape, Arc<Chooser>)>,
    /// The conditions of schemas that apply sometimes, by the object that they look at and their text; `None` when one is wrong.
    given: HashMap<(String, String), Option<alternatives::Given>>,
    /// The shipped types whose name a question bears.
    called: HashSet<&'static str>,
    /// Ids of elements, to tell those that clash.
    ids: HashMap<String, String>,
    /// The number of the first row of the blocks that places come before, by pointer.
    firsts: HashMap<String, usize>,
    /// Groups and explanations, numbered as they come.
    unnamed: usize,
    /// Elements of the UI that were met.
    elements: usize,
    /// When rules are looked into.
    analysis: Option<Analysis>,
}

/// Where the compiler stands.
#[derive(Clone)]
struct Cursor<'s> {
    parent: Option<Id>,
    page: usize,
    blocks: Vec<Id>,
    /// The document, then the rows of each repeated block that leads here.
    scopes: Vec<(&'s Shape, Template)>,
    /// The address with names that fit an `id`.
    id: Template,
    level: usize,
    /// What is here is asked only sometimes: another field may stand at the same address.
    is_alternative: bool,
    /// A layout around says that nothing here is asked.
    read_only: bool,
    /// A constant here only tells the branch.
    is_branch: bool,
}

impl<'s> Cursor<'s> {
    fn scope(&self) -> (&'s Shape, Template) {
        self.scopes.last().cloned().unwrap_or_else(|| unreachable!("there is always the document"))
    }
}

impl<'s> Compiler<'s> {
    fn new(
        definition: &'s Definition,
        languages: &[String],
        (schema, root, base): (&'s Value, &'s Shape, Template),
        problems: Problems,
    ) -> Self {
        Self {
            definition,
            within: Parts::of(schema),
            root,
            base,
            texts: Texts::new(languages, &definition.translations),
            problems,
            nodes: Vec::new(),
            pages: Vec::new(),
            reads: Reads::new(),
            controls: HashMap::new(),
            choosers: Vec::new(),
            given: HashMap::new(),
            called: HashSet::new(),
            ids: HashMap::new(),
            firsts: HashMap::new(),
            unnamed: 0,
            elements: 0,
            analysis: None,
        }
    }

    /// The document, before anything on a page.
    fn document(&self, page: usize) -> Cursor<'s> {
        Cursor {
            parent: None,
            page,
            blocks: Vec::new(),
            scopes: vec![(self.root, self.base.clone())],
            id: Template::default(),
            level: 0,
            is_alternative: false,
            read_only: false,
            is_branch: false,
        }
    }

    /// Adds a node under the cursor.
    fn push(&mut self, cursor: &Cursor<'s>, body: Body) -> Id {
        let id = self.nodes.len();
        let node = Node {
            parent: cursor.parent,
            children: Vec::new(),
            blocks: cursor.blocks.clone(),
            rule: None,
            page: cursor.page,
            body,
        };
        self.nodes.push(node);
        if let Some(parent) = cursor.parent {
            self.nodes[parent].children.push(id);
        }
        id
    }

    /// The address of a group or an explanation, which has no value: `g-4`, within its row.
    fn unnamed_id(&mut self, cursor: &Cursor<'s>) -> Template {
        self.unnamed += 1;
        cursor.id.child(&format!("g-{}", self.unnamed))
    }

    /// Which answers may be given beforehand. A pointer that names no question would keep a link from working.
    fn prefill(&mut self) -> Prefill {
        let prefill = self.definition.prefill.clone().unwrap_or(Prefill::All(true));
        if let Prefill::Only(pointers) = &prefill {
            for (at, pointer) in pointers.iter().enumerate() {
                self.names_a_question(pointer, &format!("/prefill/{at}"));
            }
        }
        prefill
    }

    /// Tells of a pointer that names no question, nor what holds one.
    fn names_a_question(&mut self, pointer: &str, at: &str) {
        let is_known = self.controls.keys().any(|known| super::pointer::is_under(known, pointer));
        if !is_known || parse(pointer).is_none() {
            self.problems.error(at, "check-pointer", vec![("pointer", pointer.to_owned())]);
        }
    }

    /// Required objects, parents first: they are there even when nothing in them was answered, so that what misses in them
    /// is told by name.
    fn containers(&self) -> Vec<Template> {
        let mut found = Vec::new();
        document::containers(self.root, &self.base, &mut found);
        found
    }
}

/// The fields of an object, or none.
fn fields_of(value: Option<&Value>) -> Map<String, Value> {
    value.and_then(Value::as_object).cloned().unwrap_or_default()
}
