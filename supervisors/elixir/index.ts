/** What `import ... from 'regent-otp/elixir'` gives: modules of Elixir under their own names. */
export { registry as Registry } from '../../behaviours/index.js';
export { partitionSupervisor as PartitionSupervisor } from '../partition/module.js';
export { Agent, type AgentModule } from './modules/agent.js';
export { DynamicSupervisor, type DynamicSupervisorModule } from './modules/dynamicSupervisor.js';
export { GenServer, type GenServerModule } from './modules/genServer.js';
export { Process, type ProcessInformation } from './modules/process.js';
export { Supervisor, type SupervisorModule } from './modules/supervisor.js';
export { Task, type TaskModule } from './modules/task.js';
