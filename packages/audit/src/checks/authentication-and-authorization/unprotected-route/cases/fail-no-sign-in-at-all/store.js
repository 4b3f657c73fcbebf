const notes = [];
module.exports = { list: async () => notes, add: async note => notes.push(note) };
