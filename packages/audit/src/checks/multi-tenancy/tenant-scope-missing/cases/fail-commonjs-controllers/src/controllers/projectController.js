const Project = require('../models/Project');
const Task = require('../models/Task');

exports.list = async (req, res) => {
  const projects = await Project.find({ tenant: req.tenantId }).sort('-createdAt');
  res.json(projects);
};

exports.get = async (req, res) => {
  const project = await Project.findById(req.params.id);
  if (!project) return res.status(404).end();
  res.json(project);
};

exports.update = async (req, res) => {
  const project = await Project.findOneAndUpdate({ _id: req.params.id, tenant: req.tenantId }, req.body, { new: true });
  res.json(project);
};

exports.tasks = async (req, res) => {
  const project = await Project.findOne({ _id: req.params.id, tenant: req.tenantId });
  if (!project) return res.status(404).end();
  res.json(await Task.find({ project: project._id }));
};

exports.stats = async (req, res) => {
  res.json({ total: await Task.countDocuments() , mine: await Task.countDocuments({ tenant: req.tenantId })});
};
