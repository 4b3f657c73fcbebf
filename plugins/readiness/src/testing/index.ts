export * from './audit';
export * from './FakeReadinessApi';
export * from './responseError';
