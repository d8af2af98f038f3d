//! One command on a snapshot, by the kernel and a machine that are made for it.

use super::{Machine, Running};
use crate::workflow::Workflow;
use crate::workflow::chart::Interpreter;
use crate::workflow::command::{Actor, Command, Inputs, Refusal};
use crate::workflow::step::{Snapshot, Step};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Map, Value};

impl Workflow {
    /// A new dossier in the initial state. `data` are the procedure's values of the workflow's variables; a variable that
    /// it does not set has the `default` of its declaration. The step's effects hold the timers of the initial state.
    pub fn start(&self, data: &Map<String, Value>, inputs: &Inputs<'_>, now: DateTime<Utc>) -> Result<Step, Refusal> {
        let definition = &self.definition;
        let mut values: Map<String, Value> =
            definition.defaults().map(|(name, value)| (name.to_owned(), value.clone())).collect();
        let declared = data.iter().filter(|(name, _)| definition.data.contains(name));
        values.extend(declared.map(|(name, value)| (name.clone(), value.clone())));
        let system = Actor::system();
        let mut machine = Machine::new(definition, Snapshot::new(values, now), &system, inputs, (now, inputs.today));
        let running = Interpreter::start(&self.plan, &mut machine)?;
        machine.finish(&running)
    }

    /// One command: a new snapshot and what follows from it, or why not. Automatic branches are followed in the same step.
    pub fn step(
        &self,
        snapshot: &Snapshot,
        command: &Command,
        actor: &Actor,
        inputs: &Inputs<'_>,
        now: DateTime<Utc>,
    ) -> Result<Step, Refusal> {
        if snapshot.comes_first(command, now) {
            return Err(Refusal::Overdue);
        }
        let Command::Timer { id } = command else {
            let mut machine = self.machine(snapshot, actor, inputs, (now, inputs.today));
            let mut running = self.running(snapshot)?;
            machine.obey(command, &mut running)?;
            return machine.finish(&running);
        };
        // What time does, it does on the day that it was due: a machine that stood still only tells it later.
        if !actor.is_system() {
            return Err(Refusal::WrongRole);
        }
        let at = snapshot.timers.get(id).copied().filter(|due| *due <= now).ok_or(Refusal::NotEnabled)?;
        let when = (at, inputs.territory.date(at));
        let mut machine = self.machine(snapshot, actor, inputs, when);
        let mut running = self.running(snapshot)?;
        match machine.fire(id, &mut running).and_then(|()| machine.finish(&running)) {
            Ok(step) => Ok(step),
            // A timer that can't do its work must not hold the dossier for ever: it is told, and gone.
            Err(refusal) => {
                let mut machine = self.machine(snapshot, actor, inputs, when);
                machine.spend(id);
                Ok(Step { stuck: Some(refusal), ..machine.finish(&self.running(snapshot)?)? })
            }
        }
    }

    pub(super) fn machine<'m>(
        &'m self,
        snapshot: &Snapshot,
        actor: &'m Actor,
        inputs: &'m Inputs<'m>,
        when: (DateTime<Utc>, NaiveDate),
    ) -> Machine<'m> {
        Machine::new(&self.definition, snapshot.clone(), actor, inputs, when)
    }

    pub(super) fn running(&self, snapshot: &Snapshot) -> Result<Running<'_>, Refusal> {
        Ok(Interpreter::load(&self.plan, &snapshot.configuration())?)
    }
}
