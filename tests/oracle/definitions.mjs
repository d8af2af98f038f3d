// Walks definitions in XState 5, guards evaluated by json-logic-js. Reads a line of JSON for each walk, {definition, people,
// data, form, events}; writes a line with where the dossier stands at the start and after each event. Nothing of the engine is
// used: a definition is translated by what the specification says of it.
import { createInterface } from 'node:readline';
import jsonLogic from 'json-logic-js';
import { assign, createActor, createMachine, fromPromise } from 'xstate';

// What the language adds to JSONLogic: a comparison with a blank is false, a sum with one is blank, and a text is no number.
const isBlank = (value) => value === undefined || value === null || value === '' || (Array.isArray(value) && !value.length);
const compare = (holds) => (...all) => all.length > 1 && !all.some(isBlank) && all.slice(1).every((b, n) => typeof all[n] === typeof b && holds(all[n], b));
const COMPARISONS = { '==': (a, b) => a === b, '<': (a, b) => a < b, '<=': (a, b) => a <= b, '>': (a, b) => a > b, '>=': (a, b) => a >= b };
for (const [name, holds] of Object.entries(COMPARISONS)) jsonLogic.add_operation(name, compare(holds));
jsonLogic.add_operation('+', (...all) => (all.some(isBlank) ? null : all.reduce((a, b) => a + b)));
jsonLogic.add_operation('%', (a, b) => (isBlank(a) || isBlank(b) ? null : a % b));
jsonLogic.add_operation('!=', (a, b) => !isBlank(a) && !isBlank(b) && a !== b);

// What an event brings: answers, clocks, who acts, what they wrote.
let world;
// What is told after what somebody did.
const RESEAT = '~reseat';
// Rules that one event may ask for: nothing else keeps XState from going round for ever.
const MOST = 20_000;
let asked = 0;

const counted = (task, { outcomes = ['done'] }) => {
  const count = (outcome) => task.parts.filter((part) => part.outcome === outcome).length;
  return Object.fromEntries(outcomes.map((outcome) => [`count_${outcome}`, count(outcome)]));
};

const same = (list) => (list.every((one) => one === list[0]) ? list[0] : null);

// How a vote ends by these ballots; null while it may still change. Every way to cast what is missing is tried.
function result(vote, { members, yes, no, abstained }) {
  const reaches = (share, some, all) => {
    if (typeof share === 'number') return some >= share;
    const [part, whole] = share.split('/').map(Number);
    return some * whole >= all * part;
  };
  if (vote.quorum && !reaches(vote.quorum, yes + no + abstained, members)) return 'no_quorum';
  // On the edge: one ballot of either side would tell.
  const [part, whole] = String(vote.majority).split('/').map(Number);
  const edge = { simple: true, absolute: yes * 2 === members }[vote.majority] ?? part * 2 === whole;
  if (vote.tie && yes === no && yes > 0 && edge) {
    if (vote.tie.startsWith('role:')) return 'tied';
    return vote.tie === 'accept' ? vote.favorable : 'rejected';
  }
  const wins = {
    unanimous: yes > 0 && no === 0, simple: yes > no, absolute: yes * 2 > members, any: yes > 0,
  }[vote.majority] ?? (yes > 0 && reaches(vote.majority, yes, yes + no));
  return wins ? vote.favorable : 'rejected';
}

function counting(vote, ballots, last) {
  const count = (test) => ballots.filter(test).length;
  const yes = count(({ outcome }) => outcome === vote.favorable);
  const abstained = count(({ outcome }) => outcome && outcome !== vote.favorable && outcome === vote.abstain);
  const missing = count(({ outcome }) => !outcome);
  const tally = { members: ballots.length, yes, abstained, no: ballots.length - yes - abstained - missing };
  if (!ballots.length) return last ? 'no_quorum' : null;
  if (last || !missing) return result(vote, tally);
  if (vote.early === false) return null;
  const ends = new Set();
  for (let a = 0; a <= missing; a += 1) {
    for (let b = 0; a + b <= missing; b += 1) {
      for (let c = 0; a + b + c <= missing; c += 1) {
        ends.add(result(vote, { ...tally, yes: yes + a, no: tally.no + b, abstained: abstained + c }));
      }
    }
  }
  return ends.size === 1 && !ends.has('tied') ? [...ends][0] : null;
}

// What a task comes to: {outcome}, 'tied', or null.
function conclusion(task, written, last) {
  if (!written.vote) {
    if (task.parts.some((part) => !part.outcome && !part.recused)) return null;
    const outcomes = task.parts.filter((part) => part.outcome).map((part) => part.outcome);
    if (outcomes.length) return { outcome: same(outcomes) };
    return last && written.due?.outcome ? { outcome: written.due.outcome } : null;
  }
  const casting = task.parts.find((part) => part.role);
  if (casting?.recused) return { outcome: 'rejected' };
  if (casting) return casting.outcome ? { outcome: casting.outcome === written.vote.favorable ? casting.outcome : 'rejected' } : null;
  const outcome = counting(written.vote, task.parts.filter((part) => !part.recused), last);
  return outcome && outcome !== 'tied' ? { outcome } : outcome;
}

class Translation {
  constructor({ definition, people, data }) {
    Object.assign(this, { definition, people });
    this.timers = new Map();
    this.tasks = new Map();
    const defaults = Object.entries(definition.data ?? {}).filter(([, schema]) => 'default' in schema);
    const given = Object.entries(data).filter(([name]) => definition.data?.[name]);
    const first = { ...Object.fromEntries(defaults.map(([name, schema]) => [name, schema.default])), ...Object.fromEntries(given) };
    this.context = { data: first, tasks: {}, acts: {}, returns: {}, at: null, left: null, back: null };
  }

  facts(context) {
    const told = Object.entries(context.tasks).map(([name, task]) =>
      [name, { status: task.status, outcome: task.outcome, ...counted(task, this.tasks.get(name)) }]);
    return { ...world, data: context.data, tasks: Object.fromEntries(told) };
  }

  value(rule, context) {
    asked += 1;
    if (asked > MOST) throw new Error('endless');
    return jsonLogic.apply(rule, this.facts(context));
  }

  holds(rule, context) {
    return rule === undefined || jsonLogic.truthy(this.value(rule, context));
  }

  // A change of the context: a copy is changed.
  change(apply) {
    return assign(({ context, event }) => {
      const copy = structuredClone(context);
      apply(copy, event);
      return copy;
    });
  }

  sets(actions = []) {
    const written = actions.filter(({ do: name }) => name === 'set');
    return written.map(({ data, to }) => this.change((context) => { context.data[data] = this.value(to, context); }));
  }

  isKept({ exclude = [] }, { acts }, people) {
    return exclude.some((rule) => (rule.startsWith('role:')
      ? world.actor.roles.includes(rule.slice(5))
      : people.some((person) => acts[rule]?.includes(person))));
  }

  does(context, act) {
    (context.acts[act] ??= []).push(world.actor.id);
  }

  // The ways that a target makes: `@return` leads to any state, by what is remembered.
  ways(target, found, named) {
    if (target === undefined) return [found];
    if (target !== '@return') return [{ ...found, target: `#${named(target)}`, reenter: true }];
    return Object.keys(this.definition.states).map((state) => ({
      ...found,
      target: `#${state}`,
      reenter: true,
      guard: (scene) => scene.context.returns[scene.context.at] === state && (!found.guard || found.guard(scene)),
      actions: [this.change((context) => { context.back = state; }), ...found.actions],
    }));
  }

  autos(written, named, before = (context) => context) {
    if (written === undefined) return [];
    const list = typeof written === 'string' ? [{ target: written }] : [written].flat();
    return list.flatMap(({ target, guard, actions }) => {
      const found = { guard: ({ context, event }) => this.holds(guard, before(context, event)), actions: this.sets(actions) };
      return this.ways(target, found, named);
    });
  }

  button(name, written, named, isOffered = () => true) {
    const { roles, guard, target, actions } = written;
    const allowed = ({ context }) => isOffered(context) && roles.some((role) => world.actor.roles.includes(role))
      && !this.isKept(written, context, [world.actor.id]) && this.holds(guard, context);
    const does = this.change((context) => this.does(context, `transition:${name}`));
    return this.ways(target, { guard: allowed, actions: [does, ...this.sets(actions)] }, named);
  }

  isFinal(name) {
    return this.definition.states[name].type === 'final';
  }

  // A button of the whole, where it is offered: not where a state has one of that name.
  common(name, written) {
    const isReopening = written.kind === 'reopen';
    const isOffered = ({ at }) => {
      const from = written.from === '*' ? isReopening === this.isFinal(at) : written.from.includes(at) && (isReopening || !this.isFinal(at));
      return from && !this.definition.states[at].on?.[name];
    };
    return this.button(name, written, (target) => target, isOffered);
  }

  machine() {
    const { definition, context } = this;
    const states = Object.entries(definition.states).map(([name, state]) => [name, this.outer(name, state)]);
    const on = Object.entries(definition.on ?? {}).map(([name, written]) => [name, this.common(name, written)]);
    for (const [name, { onExpiry }] of Object.entries(definition.deadlines ?? {})) {
      const ways = this.autos(onExpiry, (target) => target);
      on.push([`expiry:${name}`, ways.map((way) => ({ ...way, guard: (scene) => !this.isFinal(scene.context.at) && way.guard(scene) }))]);
    }
    on.push([RESEAT, [{ actions: [this.change((copy) => this.reseatAll(copy))] }]]);
    // It is told when it is time.
    const never = Object.fromEntries(['', 0, 1, 2, 3].map((n) => [`whenever${n}`, Number.MAX_SAFE_INTEGER]));
    const inner = on.map(([name, ways]) => [name, ways.map((way) => ({ ...way, reenter: false }))]);
    const chart = { id: '/', context, initial: definition.initial, states: Object.fromEntries(states), on: Object.fromEntries(inner) };
    return createMachine(chart, { delays: never, actors: { work: fromPromise(async () => null) } });
  }

  // Where a dossier was, and where `@return` leads.
  arrive(name) {
    const returns = [...Object.values(this.definition.states[name].on ?? {}), ...Object.values(this.definition.on ?? {})
      .filter(({ from, kind }) => (from === '*' ? (kind === 'reopen') === this.isFinal(name) : from.includes(name) && (kind === 'reopen' || !this.isFinal(name))))]
      .some(({ target }) => target === '@return') || JSON.stringify(this.definition.states[name]).includes('"@return"');
    return this.change((context) => {
      const { left } = context;
      if (left && context.back === name) delete context.returns[left];
      else if (left && left !== name && returns) context.returns[name] = left;
      Object.assign(context, { at: name, left: null, back: null });
    });
  }

  outer(name, state) {
    const node = this.state(name, state, (target) => target);
    node.entry.unshift(this.arrive(name));
    node.exit.push(this.change((context) => { context.left = name; }));
    // The chart ends with none of them: one may be opened again.
    if (node.type === 'final') delete node.type;
    if (state.type !== 'parallel') return node;
    node.type = 'parallel';
    node.states = Object.fromEntries(Object.entries(state.states).map(([region, machine]) => {
      const named = (target) => (machine.states[target] ? `${name}/${region}/${target}` : target);
      const states = Object.entries(machine.states).map(([inner, state]) => [inner, this.state(`${name}/${region}/${inner}`, state, named)]);
      return [region, { id: `${name}/${region}`, initial: machine.initial, states: Object.fromEntries(states) }];
    }));
    node.onDone = this.autos(state.onDone, (target) => target);
    return node;
  }

  state(id, state, named) {
    const node = { id, entry: this.sets(state.entry), exit: [this.change((context) => this.cancel(context, state)), ...this.sets(state.exit)] };
    if (state.type === 'final') node.type = 'final';
    node.on = Object.fromEntries(Object.entries(state.on ?? {}).map(([name, written]) => [name, this.button(name, written, named)]));
    node.always = this.autos(state.always, named);
    node.after = Object.fromEntries((state.after ?? []).map(({ target, guard, actions }, n) => {
      this.timers.set(`xstate.after.whenever${n}.${id}`, `timer:${id.replaceAll('/', '.')}:${n}`);
      const found = { guard: ({ context }) => this.holds(guard, context), actions: this.sets(actions) };
      return [`whenever${n}`, this.ways(target, found, named)];
    }));
    node.invoke = (state.invoke ?? []).map(({ id, result, onDone, onError }) => {
      const keep = (context, { output }) => (result ? { ...context, data: { ...context.data, [result]: output } } : context);
      const kept = this.change((context, event) => Object.assign(context, keep(context, event)));
      const done = this.autos(onDone, named, keep).map((way) => ({ ...way, actions: [kept, ...way.actions] }));
      return { id, src: 'work', onDone: [...done, { actions: [kept] }], onError: this.autos(onError, named) };
    });
    if (state.tasks) this.work(node, id, state, named);
    return node;
  }

  // The tasks of a state are regions of it: those that are required stand together, and `onDone` is their end.
  work(node, id, state, named) {
    const tasks = Object.entries(state.tasks);
    tasks.forEach(([name, task]) => this.tasks.set(name, task));
    node.entry.push(this.change((context) => this.open(context, tasks)));
    const region = ([name, task]) => [`~${name}`, this.region(`${id}~${name}`, name, task)];
    const isRequired = ([, { required = true }]) => required;
    const required = tasks.filter(isRequired).map(region);
    const over = { initial: 'over', states: { over: { id: `${id}~over`, type: 'final' } } };
    const together = required.length ? { type: 'parallel', states: Object.fromEntries(required) } : over;
    const others = tasks.filter((task) => !isRequired(task)).map(region);
    node.type = 'parallel';
    node.states = { '~required': { ...together, id: `${id}~required`, onDone: this.autos(state.onDone, named) }, ...Object.fromEntries(others) };
  }

  region(id, name, task) {
    const isOpen = (context) => context.tasks[name]?.status === 'open';
    const moves = (allowed, apply, last) => {
      const after = (context) => {
        const copy = structuredClone(context);
        apply(copy);
        return this.conclude(copy, name, task, last);
      };
      const found = { actions: [this.change((context) => { apply(context); this.conclude(context, name, task, last); })] };
      const guard = ({ context }) => isOpen(context) && allowed(context);
      return [{ ...found, guard: (scene) => guard(scene) && after(scene.context), target: `#${id}~closed` }, { ...found, guard }];
    };
    const open = {
      id: `${id}~open`,
      always: [{ guard: ({ context }) => !isOpen(context), target: `#${id}~closed` }],
      on: {
        [`task:${name}`]: moves((context) => this.mayDo(context, name, task) && (task.outcomes ?? ['done']).includes(this.outcome(task)),
          (context) => this.doPart(context, name, task)),
        [`recuse:${name}`]: moves((context) => this.mayRecuse(context, name, task), (context) => this.recuse(context, name)),
      },
    };
    if (task.due) {
      this.timers.set(`xstate.after.whenever.${id}~open`, `due:${name}`);
      open.after = { whenever: moves(() => true, (context) => this.fallSilent(context, name, task), Boolean(task.due.outcome || task.vote)) };
    }
    return { id, initial: 'open', states: { open, closed: { id: `${id}~closed`, type: 'final' } } };
  }

  open(context, tasks) {
    const before = structuredClone(context);
    for (const [name, task] of tasks.filter(([, { when }]) => this.holds(when, before))) {
      context.tasks[name] = { status: 'open', outcome: null, parts: this.parts(before, name, task) };
      this.reseat(context, name, task);
      if (this.isDeserted(context.tasks[name], task)) this.conclude(context, name, task);
    }
  }

  // Whether what somebody did, said or is keeps them from a task.
  bars(context, name, { exclude = [] }, person) {
    const keeps = (rule) => (rule.startsWith('role:') ? this.people[rule.slice(5)] : context.acts[rule])?.includes(person);
    return exclude.some(keeps) || Boolean(context.acts[`recused:${name}`]?.includes(person));
  }

  // Gives up the seats that nobody is left for; one waits for whoever comes. Whether there was any.
  reseat(context, name, task) {
    const work = context.tasks[name];
    if (work?.status !== 'open') return false;
    const holders = this.people[task.role] ?? [];
    const ofItems = Boolean(task.instances?.each);
    const left = holders.filter((person) => !this.bars(context, name, task, person)
      && (ofItems || !work.parts.some(({ role, by }) => !role && by === person)));
    const isOpenEnded = !task.vote || !holders.length || (ofItems && left.length);
    let room = isOpenEnded ? Infinity : left.length;
    const vacant = work.parts.filter((part) => {
      if (part.outcome || part.recused) return false;
      const casting = this.people[part.role] ?? [];
      if (part.role) return casting.length > 0 && casting.every((person) => this.bars(context, name, task, person));
      if (part.person) return this.bars(context, name, task, part.person);
      room -= 1;
      return room < 0;
    });
    vacant.forEach((part) => { part.recused = true; });
    const isOver = work.parts.every((part) => part.recused);
    if (task.instances === 'each_member' && isOver && (!work.parts.length || !task.vote)) work.parts.push(this.part());
    return vacant.length > 0;
  }

  // What somebody did may keep them from all that is open.
  reseatAll(context) {
    const touched = [...this.tasks].filter(([name, task]) => this.reseat(context, name, task));
    touched.forEach(([name, task]) => this.conclude(context, name, task));
  }

  part(more = {}) {
    return { person: null, role: null, item: null, outcome: null, by: null, recused: false, ...more };
  }

  parts(context, name, task) {
    const { part } = this;
    const { instances = 1 } = task;
    if (typeof instances === 'number') return Array.from({ length: instances }, () => part());
    if (instances.each) return (this.value(instances.each, context) ?? []).map((item) => part({ item }));
    return (this.people[task.role] ?? []).map((person) => part({ person, recused: this.bars(context, name, task, person) }));
  }

  cancel(context, { tasks = {} }) {
    const open = Object.keys(tasks).map((name) => context.tasks[name]).filter((task) => task?.status === 'open');
    open.forEach((task) => { task.status = 'cancelled'; });
  }

  outcome({ outcomes = ['done'] }) {
    return world.input.outcome ?? (outcomes.length === 1 ? outcomes[0] : undefined);
  }

  // Whether who acts is somebody for that part.
  isTheirs(context, name, task) {
    const part = context.tasks[name].parts[world.part];
    if (!part || part.outcome || part.recused) return false;
    return world.actor.roles.includes(part.role ?? task.role) && (!part.person || part.person === world.actor.id);
  }

  mayDo(context, name, task) {
    const { id } = world.actor;
    if (!this.isTheirs(context, name, task) || this.isKept(task, context, [id])) return false;
    if (context.acts[`recused:${name}`]?.includes(id)) return false;
    const part = context.tasks[name].parts[world.part];
    const others = part.role || part.item !== null ? [] : context.tasks[name].parts.filter((other) => !other.role);
    return !others.some((other) => other.by === id);
  }

  mayRecuse(context, name, task) {
    return this.isTheirs(context, name, task) && task.recusable !== false;
  }

  doPart(context, name, task) {
    this.does(context, `task:${name}`);
    Object.assign(context.tasks[name].parts[world.part], { outcome: this.outcome(task), by: world.actor.id });
  }

  recuse(context, name) {
    this.does(context, `recused:${name}`);
    const part = context.tasks[name].parts[world.part];
    if (part.person) part.recused = true;
  }

  fallSilent(context, name, task) {
    const { due } = task;
    this.reseat(context, name, task);
    const silent = context.tasks[name].parts.filter((part) => due.outcome && !part.outcome && !part.recused);
    silent.forEach((part) => { part.outcome = due.outcome; });
  }

  // Nobody is left to vote.
  isDeserted({ parts }, { vote }) {
    return Boolean(vote) && parts.length > 0 && parts.every((part) => part.recused);
  }

  // Closes a task that is over; whether it is.
  conclude(context, name, written, last = false) {
    this.reseat(context, name, written);
    const task = context.tasks[name];
    const found = conclusion(task, written, last || this.isDeserted(task, written));
    if (found === 'tied') {
      task.parts.push(this.part({ role: written.vote.tie.slice(5) }));
      if (this.reseat(context, name, written)) return this.conclude(context, name, written, last);
    } else if (found) {
      Object.assign(task, { outcome: found.outcome, status: last && !task.parts.some(({ by }) => by) ? 'tacit' : 'done' });
    }
    return Boolean(found) && found !== 'tied';
  }

  // The event of XState that an event of the walk is.
  event({ type, name, done, output }) {
    if (type === 'timer') return { type: [...this.timers].find(([, known]) => known === name)[0] };
    if (type === 'answer') return done ? { type: `xstate.done.actor.${name}`, output } : { type: `xstate.error.actor.${name}`, error: null };
    return { type: type === 'press' ? name : `${type}:${name}` };
  }
}

// XState's own pure functions make an actor of the machine each time, and so begin it anew with what the world has become.
function scope(actions) {
  const self = createActor(createMachine({}));
  const nothing = () => {};
  return { self, system: self.system, id: '', sessionId: '', logger: nothing, defer: nothing, emit: nothing, stopChild: nothing, actionExecutor: (action) => actions.push(action) };
}

function walk({ events, form, ...given }) {
  const translation = new Translation(given);
  const pending = new Set();
  const actions = [];
  const around = scope(actions);
  const follow = (snapshot, could) => {
    for (const { type, params } of actions.splice(0)) {
      if (type === 'xstate.cancel') pending.delete(params.sendId);
      if (type === 'xstate.raise' && params.delay !== undefined) pending.add(params.event.type);
    }
    const nodes = snapshot._nodes.filter((node) => node.parent && !node.id.includes('~'));
    const { data, tasks } = snapshot.context;
    const active = nodes.map((node) => node.id.replaceAll('/', '.')).sort();
    const timers = [...pending].map((type) => translation.timers.get(type)).sort();
    standings.push({ active, data, tasks, timers, could });
    return snapshot;
  };
  const standings = [];
  asked = 0;
  world = { form, deadlines: {}, actor: { id: null, roles: ['system'] }, input: {} };
  const machine = translation.machine();
  let snapshot = follow(machine.getInitialSnapshot(around), true);
  for (const { form, deadlines, actor, input, part, ...event } of events) {
    world = { form, deadlines, actor, input, part };
    asked = 0;
    const sent = translation.event(event);
    const isTaken = snapshot.can(sent);
    pending.delete(sent.type);
    // What is not taken is not told: XState would look at `always` with the new answers all the same.
    const next = isTaken ? machine.transition(snapshot, sent, around) : snapshot;
    const done = isTaken && ['press', 'task', 'recuse'].includes(event.type) ? machine.transition(next, { type: RESEAT }, around) : next;
    snapshot = follow(done, isTaken || ['timer', 'answer', 'expiry'].includes(event.type));
  }
  return standings;
}

for await (const line of createInterface({ input: process.stdin })) {
  let told;
  try {
    told = walk(JSON.parse(line));
  } catch (error) {
    told = [String(error.stack)];
  }
  process.stdout.write(`${JSON.stringify(told)}\n`);
}
