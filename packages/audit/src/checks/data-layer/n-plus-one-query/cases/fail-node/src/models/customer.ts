import { model, Schema } from 'mongoose';

const customerSchema = new Schema({ name: { type: String } });

export const Customer = model('Customer', customerSchema);
