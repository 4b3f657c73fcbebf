import { model, Schema } from 'mongoose';

export const Item = model('Item', new Schema({ name: String }));
