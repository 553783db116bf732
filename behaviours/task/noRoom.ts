/** What Elixir raises where a Task.Supervisor takes no more tasks. */
export const noRoom =
  'reached the maximum number of tasks for this task supervisor. The maximum number of tasks that are allowed to run at ' +
  'the same time under this supervisor can be configured with the :max_children option passed to ' +
  'Task.Supervisor.start_link/1';

/** The same, raised by a stream. */
export const noRoomForStream =
  `${noRoom}. When using async_stream or async_stream_nolink, make sure to configure :max_concurrency to be lower or equal ` +
  'to :max_children and pay attention to whether other tasks are also spawned under the same task supervisor.';
