// Who is who: names for the ids that stand in messages.

const people = new Map();
const channels = new Map();

export function learn(start) {
  start.people.forEach((person, index) => people.set(person.id, { ...person, tone: index % 3 }));
  for (const list of Object.values(start.channels)) for (const channel of list) channels.set(channel.id, channel);
}

export const person = (id) => people.get(id);
export const personName = (id) => people.get(id)?.real_name ?? id;
export const channelName = (id) => channels.get(id)?.name ?? id;
