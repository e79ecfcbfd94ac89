-- Sends the requests of a file one after the other, and prints what came back as one line of JSON.
-- The file holds whole requests, each after its length in bytes and a line end.
local threads = {}
local requests = {}
local place = 0
others = 0

function setup(thread)
  threads[#threads + 1] = thread
end

function init(args)
  local file = assert(io.open(args[1], "rb"))
  local length = file:read("*n")
  while length do
    file:read(1)
    requests[#requests + 1] = file:read(length)
    length = file:read("*n")
  end
  file:close()
end

function request()
  place = place % #requests + 1
  return requests[place]
end

function response(status)
  if status ~= 202 then others = others + 1 end
end

function done(summary, latency)
  local errors = summary.errors
  local bad = errors.connect + errors.read + errors.write + errors.timeout
  for _, thread in ipairs(threads) do bad = bad + thread:get("others") end
  io.write(string.format(
    '{"answered":%d,"others":%d,"microseconds":%d,"p50":%d,"p99":%d}\n',
    summary.requests, bad, summary.duration, latency:percentile(50), latency:percentile(99)))
end
