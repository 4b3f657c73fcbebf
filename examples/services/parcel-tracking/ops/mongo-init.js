/* global db */
const tracking = db.getSiblingDB('tracking');

tracking.createCollection('parcels');
tracking.parcels.createIndex({ number: 1 }, { unique: true });
tracking.parcels.createIndex({ carrier: 1, 'events.at': -1 });
tracking.createCollection('rules');
tracking.rules.createIndex({ carrier: 1 }, { unique: true });
