//! A dossier goes on by another version of its workflow: what is new where it stands is begun.

use super::Machine;
use crate::workflow::Workflow;
use crate::workflow::command::{Actor, Inputs, Refusal};
use crate::workflow::moving::{Begun, TakenOver};
use crate::workflow::plan::done_event;
use crate::workflow::step::{Effect, Step};
use crate::workflow::task::Task;
use chrono::{DateTime, Utc};

impl Workflow {
    /// What follows a move. The error is `NotEnabled` when the dossier stands nowhere in this version.
    pub(in crate::workflow) fn take_over(
        &self,
        taken: TakenOver,
        inputs: &Inputs<'_>,
        now: DateTime<Utc>,
    ) -> Result<Step, Refusal> {
        let system = Actor::system();
        let TakenOver { snapshot, effects, planned, begun, stopped } = taken;
        let mut running = self.running(&snapshot)?;
        let mut machine = self.machine(&snapshot, &system, inputs, (now, inputs.today));
        machine.planned = planned;
        machine.align_clocks(&stopped);
        if begun.values().any(Begun::is_new) {
            // What is opened now is told apart from what was opened before.
            machine.snapshot.visit += 1;
        }
        let ended = effects.iter().any(|effect| matches!(effect, Effect::EndTask { .. }));
        machine.effects.splice(0..0, effects);
        for (place, begun) in &begun {
            machine.begin_in(place, begun);
        }
        let mut over = machine.conclude_all();
        if ended {
            over.extend(begun.keys().filter(|place| machine.waits_for_nothing(place)).cloned());
        }
        for place in over {
            running.follow(Some(done_event(&place)), &mut machine)?;
        }
        running.follow(None, &mut machine)?;
        machine.finish(&running)
    }
}

impl Begun {
    fn is_new(&self) -> bool {
        let Self { entered, timers, tasks, dues, invokes } = self;
        *entered || !timers.is_empty() || !tasks.is_empty() || !dues.is_empty() || !invokes.is_empty()
    }
}

impl<'a> Machine<'a> {
    fn begin_in(&mut self, place: &str, begun: &Begun) {
        let Some(state) = self.definition.place(place) else { return };
        if begun.entered {
            self.trail.push(place.to_owned());
            state.entry.iter().for_each(|action| action.perform(self));
        }
        self.plan_these(place, |index| begun.timers.contains(&index));
        self.invoke_these(place, |id| begun.invokes.iter().any(|known| known == id));
        self.open_these(place, |name| begun.tasks.iter().any(|known| known == name));
        for name in &begun.dues {
            self.count_anew(name);
        }
    }

    /// Work that the new version's rules take for done. Returns the states that are done by it.
    fn conclude_all(&mut self) -> Vec<String> {
        let open = self.snapshot.tasks.iter().filter(|(_, work)| work.is_open());
        let task = |(name, place): (&String, &String)| -> Option<(String, &'a Task)> {
            Some((name.clone(), self.definition.task(place, name)?))
        };
        let open: Vec<_> = open.filter_map(|(name, work)| task((name, &work.place))).collect();
        open.into_iter().filter_map(|(name, task)| self.conclude(&name, task, false)).collect()
    }

    /// Whether a state has tasks, and all that it waited for is over.
    fn waits_for_nothing(&self, place: &str) -> bool {
        let has_tasks = self.definition.place(place).is_some_and(|state| state.tasks.iter().next().is_some());
        has_tasks && self.is_over(place)
    }
}
