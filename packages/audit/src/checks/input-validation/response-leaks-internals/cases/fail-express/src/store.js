exports.list = async () => [];
exports.items = done => done(null, []);
exports.add = async order => order;
