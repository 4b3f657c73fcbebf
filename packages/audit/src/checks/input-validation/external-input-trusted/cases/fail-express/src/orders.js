exports.markPaid = async order => order;
