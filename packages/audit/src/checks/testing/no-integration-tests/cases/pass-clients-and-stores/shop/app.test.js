const request = require('supertest');
const app = require('./app');

it('lists books', () => request(app).get('/books').expect(200));
