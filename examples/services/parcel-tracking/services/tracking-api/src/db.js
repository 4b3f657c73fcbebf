import { MongoClient } from 'mongodb';

export async function connect(url) {
  const client = new MongoClient(url);
  await client.connect();
  console.log('connected to mongodb');
  const db = client.db('tracking');
  return {
    parcels: db.collection('parcels'),
    rules: db.collection('rules'),
    ping: () => db.command({ ping: 1 }),
  };
}
