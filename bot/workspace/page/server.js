// What this page asks of the workspace. Nothing else is ever asked of anyone.

// The workspace answered, and said no. `field` is the box to look at, if it is one.
export class Refused extends Error {
  constructor(told) {
    super(told.error);
    this.field = told.field ?? null;
  }
}

async function read(answer) {
  const told = await answer.json();
  if (told.error) throw new Refused(told);
  return told;
}

const post = async (path, body) =>
  read(await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }));

export const start = async () => read(await fetch("/local/start"));

export const say = (person, channel, text) => post("/local/say", { person, channel, text });

export const press = (person, channel, ts, element, block) =>
  post("/local/press", { person, channel, ts, action_id: element.action_id, block_id: block.block_id });

// What changed after `after`; with `wait` the answer comes when something has.
export async function feed(person, channel, after, wait, signal) {
  const query = new URLSearchParams({ person, channel, after: String(after), wait: wait ? "1" : "0" });
  return read(await fetch(`/local/feed?${query}`, { signal }));
}

export const pressDesk = async () => read(await fetch("/local/press-desk"));

export const atPressDesk = (deed, body = {}) => post(`/local/press-desk/${deed}`, body);
