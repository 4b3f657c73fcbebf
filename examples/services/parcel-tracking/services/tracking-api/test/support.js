import { createApp } from '../src/app.js';

export const tokens = {
  CARRIER_TOKEN: 'token-of-the-carriers-in-tests',
  BACKOFFICE_TOKEN: 'token-of-the-back-office-in-tests',
};

export function testApp({ parcels = [], rules = [] } = {}) {
  const db = {
    ping: async () => ({ ok: 1 }),
    parcels: {
      findOne: async ({ number }) =>
        parcels.find(parcel => parcel.number === number) ?? null,
      find: filter => {
        const found = parcels.filter(
          parcel => !filter.carrier || parcel.carrier === filter.carrier,
        );
        let [from, count] = [0, found.length];
        const cursor = {
          sort: () => cursor,
          skip: offset => {
            from = offset;
            return cursor;
          },
          limit: limit => {
            count = limit;
            return cursor;
          },
          toArray: async () => found.slice(from, from + count),
        };
        return cursor;
      },
      updateOne: async ({ number, 'events.id': known }, { $set, $push }) => {
        const parcel = parcels.find(
          candidate =>
            candidate.number === number &&
            !candidate.events.some(event => event.id === known.$ne),
        );
        if (!parcel) {
          return { matchedCount: 0 };
        }
        Object.assign(parcel, $set);
        parcel.events.push($push.events);
        return { matchedCount: 1 };
      },
    },
    rules: {
      findOne: async ({ carrier }) =>
        rules.find(entry => entry.carrier === carrier) ?? null,
      updateOne: async ({ carrier }, { $set }) => {
        rules.push({ carrier, ...$set });
      },
    },
  };
  return createApp({ config: tokens, db });
}
