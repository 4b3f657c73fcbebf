export * from './audit';
export * from './FakeReadinessApi';
