import express from 'express';

<<<<<<< HEAD
const port = 8080;
=======
const port = Number(process.env.PORT);
>>>>>>> feature/ports

express().listen(port);
