//! The promises to the user, in real browsers: one module for each.

mod accessible;
mod address;
mod adversary;
mod browsers;
mod course;
mod degraded;
mod element;
mod embed;
mod explorer;
mod faults;
mod graph;
mod integrate;
mod isolation;
mod lesson;
mod longest;
mod one_at_a_time;
mod page;
mod processes;
mod rabbitmq;
mod scheduler;
mod scorm;
mod stop;
mod synchronization;
mod task_queue;
mod waits;
mod web_service;
