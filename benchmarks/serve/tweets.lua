-- wrk's side: every request another tweet, counts and percentiles as one line of JSON.
-- Arguments: file of request bodies, path, mean pause in ms before a request (0: none), seed.
local bodies, path, pause, place = {}, nil, 0, 0

function init(args)
  for line in io.lines(args[1]) do bodies[#bodies + 1] = line end
  path, pause = args[2], tonumber(args[3])
  math.randomseed(tonumber(args[4]))
  place = math.random(#bodies)
end

function delay()  -- as if many people asked by themselves: exponential pauses
  return pause > 0 and math.floor(-math.log(1 - math.random()) * pause + 0.5) or 0
end

function request()
  place = place % #bodies + 1
  return wrk.format("POST", path, { ["Content-Type"] = "application/json" }, bodies[place])
end

function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format(
    '{"requests": %d, "seconds": %f, "errors": %d, "p50": %f, "p95": %f, "p99": %f}\n',
    summary.requests, summary.duration / 1e6, e.connect + e.read + e.write + e.status + e.timeout,
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3))
end
