/** What is used of BullMQ and ioredis, loaded only where a queue is asked for; the build puts it into one file. */
export { Queue, QueueEvents, Worker } from 'bullmq';
export { Redis } from 'ioredis';
