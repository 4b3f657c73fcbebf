import { model, Schema } from 'mongoose';

const orderSchema = new Schema({ customer: { type: String }, open: { type: Boolean } });

export const Order = model('Order', orderSchema);
