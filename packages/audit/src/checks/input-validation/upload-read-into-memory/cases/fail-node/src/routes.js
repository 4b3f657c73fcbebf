const express = require('express');
const multer = require('multer');

const router = express.Router();
const upload = multer({ storage: multer.memoryStorage() });
const limited = multer({ storage: multer.memoryStorage(), limits: { fileSize: 1024 * 1024 } });
const onDisk = multer({ dest: '/tmp/uploads' });

router.post('/photos', upload.single('photo'), (req, res) => res.json({ size: req.file.size }));
router.post('/icons', limited.single('icon'), (req, res) => res.json({ size: req.file.size }));
router.post('/videos', onDisk.single('video'), (req, res) => res.json({ path: req.file.path }));

module.exports = router;
