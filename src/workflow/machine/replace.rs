//! Somebody else in the place of who alone could do a part of a task: a committee's member who has left.

use super::Machine;
use crate::workflow::command::{Actor, Refusal};
use crate::workflow::step::Effect;
use crate::workflow::work::Part;

impl Machine<'_> {
    /// Hands a part on. Returns the state that is done by it, if it is: a vote that waited for nobody else.
    pub(super) fn replace(&mut self, name: &str, index: usize, actor: &Actor) -> Result<Option<String>, Refusal> {
        let (task, part) = self.open_part(name, index)?;
        let role = part.role.as_ref().unwrap_or(&task.role);
        if part.person.is_none() || !actor.roles.contains(role) {
            return Err(Refusal::WrongRole);
        }
        match self.facts.inputs.text("person").map(str::to_owned) {
            Some(person) => {
                let other = Actor::new(person.clone(), [role.clone()]);
                let has_own = self.parts_of(name).any(|(_, part)| part.person.as_ref() == Some(&person));
                if has_own || self.bars(name, task, &person) || self.has_done_part(name, &part, &other) {
                    return Err(Refusal::Excluded);
                }
                self.hand(name, index, person);
            }
            None => {
                self.facts.inputs.text("motivation").ok_or(Refusal::MotivationRequired)?;
                self.close_part(name, index, Part { recused: true, ..part });
            }
        }
        Ok(self.conclude(name, task, false))
    }

    pub(super) fn hand(&mut self, name: &str, index: usize, person: String) {
        let Some(work) = self.snapshot.tasks.get_mut(name) else { return };
        let effect = Effect::HandPart { task: name.to_owned(), visit: work.visit, part: index, person: person.clone() };
        if let Some(part) = work.parts.get_mut(index) {
            part.person = Some(person);
        }
        self.effects.push(effect);
    }
}
