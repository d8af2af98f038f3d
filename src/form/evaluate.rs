//! What the rules make of a draft: what is hidden, what is disabled, what is computed, whether the request is possible.

use super::Form;
use super::aside::{self, CHOICES, CONFLICTS, NAMES};
use super::branch;
use super::node::{Body, Effect, Id};
use super::numbers;
use super::pointer::Key;
use super::whole::document_of;
use crate::rules::{self, Text};
use chrono::NaiveDate;
use serde_json::Value;
use std::collections::BTreeSet;

/// What rules may read beside the answers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Context {
    /// The current date where the procedure is.
    pub today: NaiveDate,
    /// Who files.
    pub applicant: Value,
    /// Variables of the workflow.
    pub data: Value,
    /// The dossiers that answers may name ([`super::Form::named_dossiers`]); any when nobody looked.
    pub dossiers: Option<BTreeSet<String>>,
}

/// An element, in the rows of the blocks that it stands in.
pub(crate) type Instance = (Id, Vec<Key>);

/// The outcome of the rules for a draft.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// The answers without what is hidden, computed values included: what rules see.
    pub(crate) values: Value,
    /// Hidden by their own rule; what stands in them is hidden with them.
    pub(crate) hidden: BTreeSet<Instance>,
    pub(crate) disabled: BTreeSet<Instance>,
    /// Required because of other answers.
    pub(crate) demanded: BTreeSet<Instance>,
    /// The pointers of the objects that are.
    pub(crate) wanted: BTreeSet<String>,
    /// The chosen branches, by pointer.
    pub(crate) choices: Value,
    /// Pages that their own rule hides, by number.
    hidden_pages: BTreeSet<usize>,
    ineligible: Vec<Text>,
    base: String,
}

impl Evaluation {
    /// Whether page `number` (from 1) is to be filled.
    pub fn shows_page(&self, number: usize) -> bool {
        !self.hidden_pages.contains(&number)
    }

    /// Why the request can't be filed; empty when it can.
    pub fn ineligible(&self, lang: &str) -> Vec<String> {
        self.ineligible.iter().map(|text| text.in_language(lang, &self.base).to_owned()).collect()
    }

    /// The same, in all languages.
    pub(crate) fn reasons(&self) -> &[Text] {
        &self.ineligible
    }

    /// The answers without what is hidden, computed values included.
    pub fn values(&self) -> &Value {
        &self.values
    }
}

static NOTHING: Value = Value::Null;

impl Form {
    /// Evaluates every rule once, each after those that it depends on. What is hidden is blank for the others.
    pub fn evaluate(&self, draft: &Value, context: &Context) -> Evaluation {
        let mut evaluation = Evaluation {
            values: self.draft_of(draft).into_owned(),
            hidden: BTreeSet::new(),
            disabled: BTreeSet::new(),
            demanded: BTreeSet::new(),
            wanted: BTreeSet::new(),
            choices: Value::Null,
            hidden_pages: BTreeSet::new(),
            ineligible: Vec::new(),
            base: self.base.clone(),
        };
        for store in [NAMES, CONFLICTS] {
            aside::take(&mut evaluation.values, store);
        }
        self.settle_branches(&mut evaluation.values);
        self.forget_computed(&mut evaluation.values);
        self.complete(&mut evaluation.values);
        let today = Value::from(context.today.to_string());
        let frame = rules::Context::new(&NOTHING);
        let frame = frame.with("today", &today);
        let frame = frame.with("applicant", &context.applicant);
        let frame = frame.with("data", &context.data);
        for id in &self.steps {
            for rows in self.instances(&self.nodes[*id].blocks, &evaluation.values) {
                self.step(*id, &rows, &frame, &mut evaluation);
            }
        }
        let pages = self.pages.iter().enumerate().filter(|(_, page)| self.is_hidden(page.id, &[], &evaluation));
        evaluation.hidden_pages = pages.map(|(n, _)| n + 1).collect();
        self.settle_demands(&mut evaluation);
        evaluation.choices = aside::take(&mut evaluation.values, CHOICES);
        let document = document_of(&evaluation.values);
        let frame = frame.with("form", document);
        let frame = frame.in_row(document);
        let reasons = self.eligibility.iter().filter(|(rule, _)| rule.is_true(&frame));
        evaluation.ineligible = reasons.map(|(_, message)| message.clone()).collect();
        evaluation
    }

    /// Notes which branches are chosen, before anything that tells them is hidden.
    fn settle_branches(&self, values: &mut Value) {
        for node in &self.nodes {
            let Body::Choose(choose) = &node.body else { continue };
            for rows in self.instances(&node.blocks, values) {
                let chosen = choose.chooser.chosen(values, &rows);
                if chosen.is_some() {
                    branch::keep(values, choose.chooser.template.pointer(&rows), chosen);
                }
            }
        }
    }

    /// What a draft holds where a rule computes is never believed.
    fn forget_computed(&self, values: &mut Value) {
        for node in &self.nodes {
            if let Some(field) = node.field().filter(|field| field.calculate.is_some()) {
                for rows in self.instances(&node.blocks, values) {
                    field.template.remove(values, &rows);
                }
            }
        }
    }

    /// What a value tells of itself is written in it: the code of an address's commune.
    fn complete(&self, values: &mut Value) {
        for node in &self.nodes {
            let found = node.field().and_then(|field| Some((field, field.kind.completion()?)));
            let Some((field, complete)) = found else { continue };
            for rows in self.instances(&node.blocks, values) {
                if let Some(mut value) = field.template.get(values, &rows).cloned() {
                    complete(&mut value);
                    field.template.put(values, &rows, value);
                }
            }
        }
    }

    fn step(&self, id: Id, rows: &[Key], frame: &rules::Context<'_>, evaluation: &mut Evaluation) {
        let node = &self.nodes[id];
        if self.is_inside_hidden(id, rows, evaluation) {
            return;
        }
        if let Some(rule) = &node.rule {
            let holds = self.seen_from(id, rows, frame, &evaluation.values, |context| {
                rule.condition.holds(&evaluation.values, rows, context)
            });
            match rule.effect {
                Effect::Show if !holds => self.hide(id, rows, evaluation),
                Effect::Hide if holds => self.hide(id, rows, evaluation),
                Effect::Enable if !holds => drop(evaluation.disabled.insert((id, rows.to_vec()))),
                Effect::Disable if holds => drop(evaluation.disabled.insert((id, rows.to_vec()))),
                _ => {}
            }
        }
        let Some(field) = node.field() else { return };
        if evaluation.hidden.contains(&(id, rows.to_vec())) || !self.row_exists(id, rows, &evaluation.values) {
            return;
        }
        if let Some(fixed) = &field.fixed {
            field.template.put(&mut evaluation.values, rows, fixed.clone());
        }
        let Some(rule) = &field.calculate else { return };
        let kind = field.value_kind.name();
        let value = self.seen_from(id, rows, frame, &evaluation.values, |context| computed(rule, kind, context));
        if let Some(value) = value {
            field.template.put(&mut evaluation.values, rows, value);
        }
    }

    fn hide(&self, id: Id, rows: &[Key], evaluation: &mut Evaluation) {
        evaluation.hidden.insert((id, rows.to_vec()));
        self.prune(id, rows, evaluation);
    }

    /// Takes what stands in an element away, but for what another element shows.
    fn prune(&self, id: Id, rows: &[Key], evaluation: &mut Evaluation) {
        match &self.nodes[id].body {
            Body::Field(field) if field.has_others(|other| !self.is_hidden(other, rows, evaluation)) => {}
            Body::Field(field) => self.take_away(field, rows, &mut evaluation.values),
            Body::Group { .. } | Body::Page => {
                for child in &self.nodes[id].children {
                    self.prune(*child, rows, evaluation);
                }
            }
            Body::Explanation { .. } | Body::Choose(_) => {}
        }
    }

    /// Runs with the context of a rule: `form`, then the names of the document, then those of each row.
    fn seen_from<T>(
        &self,
        id: Id,
        rows: &[Key],
        frame: &rules::Context<'_>,
        values: &Value,
        run: impl FnOnce(&rules::Context<'_>) -> T,
    ) -> T {
        let document = document_of(values);
        let frame = frame.with("form", document);
        let frame = frame.in_row(document);
        self.within(&self.nodes[id].blocks, 0, rows, &frame, values, run)
    }

    fn within<T>(
        &self,
        blocks: &[Id],
        depth: usize,
        rows: &[Key],
        frame: &rules::Context<'_>,
        values: &Value,
        run: impl FnOnce(&rules::Context<'_>) -> T,
    ) -> T {
        let Some(block) = blocks.get(depth).and_then(|block| self.nodes[*block].field()) else { return run(frame) };
        let rows_there = block.template.get(values, rows);
        let row = rows.get(depth).and_then(|row| row.of(rows_there?)).unwrap_or(&NOTHING);
        self.within(blocks, depth + 1, rows, &frame.in_row(row), values, run)
    }

    /// Every combination of rows of nested blocks, rows that are drawn without being there yet included.
    pub(crate) fn instances(&self, blocks: &[Id], values: &Value) -> Vec<Vec<Key>> {
        let mut found = vec![Vec::new()];
        for block in blocks {
            let counted = found.into_iter().flat_map(|rows: Vec<Key>| {
                let there = self.rows_in(*block, &rows, values).into_iter();
                there.map(move |row| rows.iter().cloned().chain([row]).collect::<Vec<_>>())
            });
            found = counted.collect();
        }
        found
    }

    fn row_exists(&self, id: Id, rows: &[Key], values: &Value) -> bool {
        let Some(block) = self.nodes[id].blocks.last().and_then(|block| self.nodes[*block].field()) else {
            return true;
        };
        let there = block.template.get(values, rows);
        there.zip(rows.last()).is_some_and(|(there, row)| row.of(there).is_some())
    }

    fn is_inside_hidden(&self, id: Id, rows: &[Key], evaluation: &Evaluation) -> bool {
        let above = std::iter::successors(self.nodes[id].parent, |above| self.nodes[*above].parent);
        let mut above = above.map(|id| (id, rows[..self.nodes[id].blocks.len().min(rows.len())].to_vec()));
        !evaluation.hidden.is_empty() && above.any(|instance| evaluation.hidden.contains(&instance))
    }

    /// Whether an element can't be seen, by its own rule or by that of what it stands in.
    pub(crate) fn is_hidden(&self, id: Id, rows: &[Key], evaluation: &Evaluation) -> bool {
        evaluation.hidden.contains(&(id, rows.to_vec())) || self.is_inside_hidden(id, rows, evaluation)
    }
}

/// A computed value in the form of its field: amounts have cents, whole numbers no decimals. A blank is absent.
fn computed(rule: &rules::Rule, kind: &str, context: &rules::Context<'_>) -> Option<Value> {
    if kind == "money"
        && let Some(amount) = rule.decimal(context)
    {
        return Some(numbers::to_cents(amount));
    }
    match rule.value(context) {
        Value::Null => None,
        Value::String(text) if text.is_empty() => None,
        Value::Number(number) => Some(numbers::whole(number)),
        value => Some(value),
    }
}
