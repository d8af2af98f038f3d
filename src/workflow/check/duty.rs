//! Separation of duties that can't be met: more people are needed than a role has for sure. Whoever did an excluded part with
//! the same role is gone, and each of its parts may have been done by somebody else.

use super::places::spots;
use crate::workflow::command::People;
use crate::workflow::definition::{Definition, RoleKind};
use crate::workflow::problem::Problem;
use crate::workflow::task::{Exclusion, Instances, Task};
use crate::workflow::transition::Transition;

pub(super) fn check(definition: &Definition) -> Vec<Problem> {
    unmet(definition, &People::new())
}

/// The same with the people who really hold some of the roles: somebody may hold several.
pub(super) fn unmet(definition: &Definition, people: &People) -> Vec<Problem> {
    let duties = Duties::of(definition, people);
    let tasks = duties.tasks.iter().filter_map(|(pointer, name, task)| duties.task(pointer, name, task));
    let buttons = duties.buttons.iter().filter_map(|(pointer, name, button)| duties.button(pointer, name, button));
    tasks.chain(buttons).collect()
}

/// Parts of the work, with where each is written.
struct Duties<'d> {
    definition: &'d Definition,
    people: &'d People,
    tasks: Vec<(String, &'d str, &'d Task)>,
    buttons: Vec<(String, &'d str, &'d Transition)>,
}

impl<'d> Duties<'d> {
    fn of(definition: &'d Definition, people: &'d People) -> Self {
        let (mut tasks, mut buttons) = (Vec::new(), Vec::new());
        for spot in spots(definition) {
            let own = spot.state.tasks.iter();
            tasks.extend(own.map(|(name, task)| (format!("{}/tasks/{name}", spot.pointer), name, task)));
            let own = spot.state.on.iter();
            buttons.extend(own.map(|(name, button)| (format!("{}/on/{name}", spot.pointer), name, button)));
        }
        buttons.extend(definition.on.iter().map(|(name, button)| (format!("/on/{name}"), name, button)));
        Self { definition, people, tasks, buttons }
    }

    /// How many people a role has for sure.
    fn people(&self, role: &str) -> u32 {
        let written = || self.definition.roles.get(role).and_then(|role| role.min).unwrap_or(1);
        self.people.get(role).map_or_else(written, |people| count(people.len()))
    }

    /// How many people of a role hold the other too. Nobody knows it of roles that are only written.
    fn shared(&self, role: &str, other: &str) -> u32 {
        if role == other {
            return self.people(role);
        }
        let both = self.people.get(role).zip(self.people.get(other));
        both.map_or(0, |(own, others)| count(own.iter().filter(|person| others.contains(person)).count()))
    }

    /// How many people of a role a task takes.
    fn parts(&self, task: &Task) -> u32 {
        match &task.instances {
            Some(Instances::Count(count)) => *count,
            Some(Instances::EachMember) => self.people(&task.role),
            None | Some(Instances::Each(_)) => 1,
        }
    }

    /// How many of a role may be gone.
    fn gone(&self, role: &str, exclude: &[Exclusion]) -> u32 {
        let by = |rule: &Exclusion| match rule {
            Exclusion::Role(name) => self.shared(role, name),
            Exclusion::Task(name) => {
                let same = self.tasks.iter().filter(|(_, known, _)| known == name);
                same.map(|(_, _, task)| self.parts(task).min(self.shared(role, &task.role))).max().unwrap_or_default()
            }
            Exclusion::Transition(name) => {
                let mut same = self.buttons.iter().filter(|(_, known, _)| known == name);
                u32::from(same.any(|(_, _, button)| button.roles.iter().any(|known| self.shared(role, known) > 0)))
            }
        };
        exclude.iter().map(by).sum()
    }

    fn task(&self, pointer: &str, name: &str, task: &Task) -> Option<Problem> {
        let people = self.people(&task.role);
        let gone = self.gone(&task.role, &task.exclude);
        let own = match (&task.instances, &task.vote) {
            // Whoever is excluded leaves the vote, which must still be held.
            (Some(Instances::EachMember), Some(vote)) if gone > 0 => vote.least(),
            (Some(Instances::EachMember), Some(_)) => 1,
            (Some(Instances::EachMember), None) => 1,
            // Nobody knows how many people an outside service is.
            _ if self.definition.roles.get(&task.role).is_some_and(|role| role.kind == RoleKind::External) => 1,
            _ => self.parts(task),
        };
        let key = if gone > 0 { "exclude" } else { "instances" };
        (gone + own > people).then(|| problem(format!("{pointer}/{key}"), name, &task.role, (gone + own, people)))
    }

    /// A button is for whoever is left of any of its roles.
    fn button(&self, pointer: &str, name: &str, button: &Transition) -> Option<Problem> {
        let counts = |role: &str| (self.gone(role, &button.exclude) + 1, self.people(role));
        let is_met = |(need, people): (u32, u32)| need <= people;
        let role = button.roles.first().filter(|_| !button.roles.iter().any(|role| is_met(counts(role))))?;
        Some(problem(format!("{pointer}/exclude"), name, role, counts(role)))
    }
}

fn count(people: usize) -> u32 {
    u32::try_from(people).unwrap_or(u32::MAX)
}

fn problem(pointer: String, name: &str, role: &str, (need, people): (u32, u32)) -> Problem {
    let args = [("name", name.to_owned()), ("role", role.to_owned()), ("need", need.to_string())];
    Problem::new("E-duty", pointer, args.into_iter().chain([("count", people.to_string())]).collect())
}
