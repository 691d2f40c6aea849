#!lua name=tarang_limits_v1

-- The shared ledger of the gateways' limits. Times are microseconds of this server's clock, never a gateway's.
-- A changed function is a new library: _v2 in its name and in the names of its functions.

local function now_micros()
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000000 + tonumber(time[2])
end

local function text(number)
  return string.format('%.0f', number)
end

-- KEYS: rates of one holder, each the time at which everything admitted will have come back.
-- ARGS per key: window, calls, amount already admitted, age of the oldest of them.
-- Answers with each key's level: how long until it is at rest.
local function charge(keys, args)
  local now = now_micros()
  local levels = {}
  for i, key in ipairs(keys) do
    local window, calls = tonumber(args[4 * i - 3]), tonumber(args[4 * i - 2])
    local amount, age = tonumber(args[4 * i - 1]), tonumber(args[4 * i])
    -- Nothing can be further away than this unless the clock was set back.
    local full_at = math.min(tonumber(redis.call('GET', key) or 0), now + 2 * window)
    full_at = math.max(full_at, now - age) + math.floor(amount * window / calls + 0.5)
    if full_at > now then
      redis.call('SET', key, text(full_at), 'PX', math.ceil((full_at - now) / 1000) + 1)
    end
    levels[i] = math.max(0, full_at - now)
  end
  return levels
end

-- KEYS: logs of one holder, sorted sets of calls by time.
-- ARGS per key: window, calls, name of this call, and 'name age name age …' of calls admitted without this server.
-- Takes a call from all or from none. A call that is there already was taken: the question came twice.
-- Answers with 1 or 0, and for each key: calls used, wait until one more may pass, time until all have come back.
local function take(keys, args)
  local now = now_micros()
  local free, used, known = true, {}, {}
  for i, key in ipairs(keys) do
    local window, calls, member = tonumber(args[4 * i - 3]), tonumber(args[4 * i - 2]), args[4 * i - 1]
    for told, age in string.gmatch(args[4 * i], '(%S+) (%d+)') do
      redis.call('ZADD', key, 'NX', text(now - tonumber(age)), told)
    end
    for _, later in ipairs(redis.call('ZRANGEBYSCORE', key, '(' .. text(now), '+inf')) do
      redis.call('ZADD', key, text(now), later) -- the clock was set back
    end
    redis.call('ZREMRANGEBYSCORE', key, '-inf', text(now - window))
    known[i] = redis.call('ZSCORE', key, member)
    used[i] = redis.call('ZCARD', key)
    free = free and (known[i] or used[i] < calls)
  end
  local answer = { free and 1 or 0 }
  for i, key in ipairs(keys) do
    local window, calls, member = tonumber(args[4 * i - 3]), tonumber(args[4 * i - 2]), args[4 * i - 1]
    if free and not known[i] then
      redis.call('ZADD', key, text(now), member)
      used[i] = used[i] + 1
    end
    local wait, reset = 0, 0
    if used[i] > 0 then
      redis.call('PEXPIRE', key, math.ceil(window / 1000) + 1)
      reset = tonumber(redis.call('ZRANGE', key, -1, -1, 'WITHSCORES')[2]) + window - now
    end
    if used[i] >= calls then
      wait = tonumber(redis.call('ZRANGE', key, used[i] - calls, used[i] - calls, 'WITHSCORES')[2]) + window - now
    end
    answer[#answer + 1] = used[i]
    answer[#answer + 1] = wait
    answer[#answer + 1] = reset
  end
  return answer
end

redis.register_function('tarang_limits_v1_charge', charge)
redis.register_function('tarang_limits_v1_take', take)
