// Walks statecharts in XState 5. Reads a line of JSON for each walk, {chart, events}, in the format of the generator of
// tests/it/statecharts; writes a line with where the chart stands at the start and after each event.
import { createInterface } from 'node:readline';
import { and, assign, createMachine, initialTransition, raise, stateIn, transition } from 'xstate';

const VALUES = 4;

// The operators of JSONLogic that the generator uses.
const OPERATORS = {
  '==': (a, b) => a === b,
  '<': (a, b) => a < b,
  '>=': (a, b) => a >= b,
  and: (a, b) => a && b,
  or: (a, b) => a || b,
  '!': (a) => !a,
};

function evaluate(rule, context) {
  if (typeof rule !== 'object') return rule;
  const [[operator, operands]] = Object.entries(rule);
  if (operator === 'var') return context[operands.replace('data.', '')];
  return OPERATORS[operator](...operands.map((operand) => evaluate(operand, context)));
}

function guard({ rule, in: state }) {
  const holds = ({ context }) => evaluate(rule, context);
  return state ? and([stateIn(`#${state}`)]) : holds;
}

function action({ set, add, raise: event }) {
  if (event) return raise({ type: event });
  const [name, value] = set ?? add;
  return assign({ [name]: ({ context }) => (set ? value : (context[name] + value) % VALUES) });
}

// Every state of a chart, by name, with the names of those that it stands in.
function paths(state, around = [], found = new Map()) {
  found.set(state.name, around);
  (state.states ?? []).forEach((child) => paths(child, [...around, state.name], found));
  return found;
}

function translate(state, around) {
  const config = { id: state.name, entry: (state.entry ?? []).map(action), exit: (state.exit ?? []).map(action) };
  if (state.type.endsWith('history')) {
    return { id: state.name, type: 'history', history: state.type === 'history' ? 'shallow' : 'deep', target: `#${state.initial.target}` };
  }
  if (state.type !== 'state') config.type = state.type;
  if (state.initial) config.initial = state.initial.target[0];
  if (state.states?.length) config.states = Object.fromEntries(state.states.map((child) => [child.name, translate(child, around)]));
  const compound = state.type === 'state' && state.states?.length;
  for (const { events = [], target = [], internal, guard: condition, actions = [] } of state.transitions ?? []) {
    const inside = target.every((name) => around.get(name).includes(state.name));
    const found = { actions: actions.map(action) };
    // Without its source, whatever is internal; SCXML knows it of compound states alone.
    if (target.length) Object.assign(found, { target: target.map((name) => `#${name}`), reenter: !(internal && compound && inside) });
    if (condition) found.guard = guard(condition);
    if (!events.length) (config.always ??= []).push(found);
    else if (events[0] === `done.state.${state.name}`) (config.onDone ??= []).push(found);
    else ((config.on ??= {})[events[0]] ??= []).push(found);
  }
  return config;
}

function standing(snapshot) {
  const done = snapshot.status === 'done';
  const nodes = snapshot._nodes.filter((node) => node.parent).sort((a, b) => a.order - b.order);
  return { active: nodes.map((node) => node.id), done, data: done ? null : snapshot.context };
}

for await (const line of createInterface({ input: process.stdin })) {
  const { chart, events } = JSON.parse(line);
  const machine = createMachine({ context: { x: 0, y: 0 }, ...translate(chart, paths(chart)) });
  let [snapshot] = initialTransition(machine);
  const standings = [standing(snapshot)];
  for (const type of events) {
    [snapshot] = transition(machine, snapshot, { type });
    standings.push(standing(snapshot));
  }
  process.stdout.write(`${JSON.stringify(standings)}\n`);
}
