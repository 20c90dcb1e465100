// The two workloads of benchmarks/w1.yaml and w2.yaml as an event loop written by hand, to hold the compiled engine against.
//
// Settings come as name=value (benchmarks/cpp.py gives them); a line of JSON goes out. Times are whole microseconds.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <map>
#include "columns.hpp"
#include "containers.hpp"
#include "draws.hpp"
#include "network.hpp"

template <class Draws, class Log> class Loop {
  public:
    Loop(const Network &network, Draws &draws, Log &log, int64_t days)
        : draws(draws), log(log), end(days * DAY), stations(network.stations), queues(stations.size()), sums(size_t(days) * stations.size()) {
        for (const Station &station : stations) idle.push_back(station.agents);
    }

    void run() {
        until_end();
        for (Ring &queue : queues)
            while (!queue.empty())
                if (Visitor &visitor = visitors[queue.take()]; visitor.waiting) {
                    day(visitor).waited += end - visitor.asked;
                    log.waits(visitor, end);
                }
        log.stops(end);
    }

    int64_t events = 0;
    std::vector<Sums> per_day() const { return sums; }

  private:
    static constexpr int64_t KINDS = 4, SERVICE_ENDS = 0, PATIENCE_ENDS = 1;

    void until_end() {
        while (true) {
            int64_t arrival = draws.arrival();
            if (!calendar.empty() && calendar.first().moment / KINDS <= arrival) {
                Event event = calendar.first();
                if (event.moment / KINDS >= end) return;
                calendar.drop_first();
                happen(event);
            } else if (arrival < end) {
                arrive();
            } else {
                return;
            }
        }
    }

    void arrive() {
        int32_t number = blank();
        uint32_t turn = visitors[number].turn;
        visitors[number] = draws.arrive();
        visitors[number].turn = turn + 1;
        log.begins(visitors[number], draws);
        events++;
        ask(number);
    }

    void ask(int32_t number) {
        Visitor &visitor = visitors[number];
        const Station &station = stations[visitor.station];
        visitor.patience = NEVER_DRAWN;
        if (station.patience > 0.0) visitor.patience = draws.patience(visitor);
        log.asks(visitor);
        day(visitor).contacts++;
        if (station.agents == UNLIMITED || idle[visitor.station] > 0) {
            start(number, visitor.asked);
            return;
        }
        visitor.waiting = true;
        queues[visitor.station].put(number);
        if (station.patience > 0.0) {
            int64_t leaves = visitor.asked + std::max<int64_t>(1, visitor.patience);
            calendar.add({leaves * KINDS + PATIENCE_ENDS, number, visitor.turn});
        }
    }

    void start(int32_t number, int64_t now) {
        Visitor &visitor = visitors[number];
        day(visitor).waited += now - visitor.asked;
        log.starts(visitor, now);
        visitor.waiting = false;
        visitor.turn++;
        idle[visitor.station]--;
        calendar.add({(now + draws.handling(visitor)) * KINDS + SERVICE_ENDS, number, visitor.turn});
    }

    void happen(Event event) {
        Visitor &visitor = visitors[event.visitor];
        if (visitor.turn != event.turn) return;
        events++;
        int64_t now = event.moment / KINDS;
        if (event.moment % KINDS == PATIENCE_ENDS) {
            day(visitor).abandoned++;
            day(visitor).waited += now - visitor.asked;
            log.leaves(visitor, now);
            visitor.waiting = false;    // the queue still has the number; whoever takes it out gives it back
            return;
        }
        int32_t here = visitor.station;
        bool resolved = stations[here].resolves >= 1.0 || draws.resolved(visitor);
        log.ends(visitor, now, resolved, resolved);
        idle[here]++;
        if (resolved) {
            visitor.turn++;
            free_numbers.push_back(event.visitor);
        } else {
            visitor.station++;
            visitor.served++;
            visitor.asked = now;
            ask(event.visitor);
        }
        if (stations[here].agents != UNLIMITED) start_next(here, now);
    }

    void start_next(int32_t station, int64_t now) {
        while (!queues[station].empty()) {
            int32_t number = queues[station].take();
            if (visitors[number].waiting) {
                start(number, now);
                return;
            }
            visitors[number].turn++;
            free_numbers.push_back(number);
        }
    }

    int32_t blank() {
        if (free_numbers.empty()) {
            visitors.emplace_back();
            return int32_t(visitors.size()) - 1;
        }
        int32_t number = free_numbers.back();
        free_numbers.pop_back();
        return number;
    }

    Sums &day(const Visitor &visitor) { return sums[size_t(visitor.asked / DAY) * stations.size() + size_t(visitor.station)]; }

    static constexpr int64_t NEVER_DRAWN = int64_t(1) << 61;    // patience that is endless, as codes.NEVER

    Draws &draws;
    Log &log;
    int64_t end;
    const std::vector<Station> &stations;
    std::vector<int> idle;
    std::vector<Ring> queues;
    std::vector<Sums> sums;
    Calendar calendar;
    std::vector<Visitor> visitors;
    std::vector<int32_t> free_numbers;
};

using Settings = std::map<std::string, std::string>;

double seconds(clockid_t clock) {
    timespec now;
    clock_gettime(clock, &now);
    return double(now.tv_sec) + 1e-9 * double(now.tv_nsec);
}

// The most memory this process had so far (Linux; elsewhere 0).
int64_t peak_bytes() {
    std::FILE *status = std::fopen("/proc/self/status", "r");
    char line[256];
    long long kilobytes = 0;
    while (status != nullptr && std::fgets(line, sizeof line, status) != nullptr)
        if (std::sscanf(line, "VmHWM: %lld", &kilobytes) == 1) break;
    if (status != nullptr) std::fclose(status);
    return 1024 * kilobytes;
}

int64_t integer(const Settings &settings, const char *name) { return std::stoll(settings.at(name)); }

template <class Draws, class Log> void measure(const Network &network, Draws &draws, Log &log, int64_t days, int64_t memory) {
    double wall = seconds(CLOCK_MONOTONIC), processor = seconds(CLOCK_PROCESS_CPUTIME_ID);
    Loop loop(network, draws, log, days);
    loop.run();
    processor = seconds(CLOCK_PROCESS_CPUTIME_ID) - processor;
    wall = seconds(CLOCK_MONOTONIC) - wall;
    std::printf("{\"processor_s\": %.9f, \"wall_s\": %.9f, \"events\": %lld, \"table_bytes\": %lld, \"grown_bytes\": %lld, \"days\": [",
                processor, wall, (long long)loop.events, (long long)log.bytes(), (long long)(peak_bytes() - memory));
    size_t number = 0;
    for (const Sums &sums : loop.per_day())
        std::printf("%s[%lld, %lld, %lld]", number++ ? ", " : "", (long long)sums.contacts, (long long)sums.abandoned, (long long)sums.waited);
    std::printf("]}\n");
}

template <class Log, class DrawsOf> void run(const Network &network, const Settings &settings, DrawsOf draws_of) {
    int64_t days = integer(settings, "days"), memory = peak_bytes();
    uint64_t replication = uint64_t(integer(settings, "replication"));
    {
        auto draws = draws_of(replication + 1);
        Log log(network, days);
        Loop(network, draws, log, days).run();    // not timed: afterwards memory need not be asked of the system
    }
    auto draws = draws_of(replication);
    Log log(network, days);
    measure(network, draws, log, days, memory);
    if (settings.count("write")) log.write(settings.at("write"));
}

int main(int count, char **arguments) {
    Settings settings;
    for (int number = 1; number < count; number++) {
        const char *equals = std::strchr(arguments[number], '=');
        if (equals == nullptr) return 2;
        settings[std::string(arguments[number], size_t(equals - arguments[number]))] = equals + 1;
    }
    Network network{std::stod(settings.at("per_quarter")), {}};
    for (int64_t number = 0; number < integer(settings, "stations"); number++) {
        std::string of = std::to_string(number);
        network.stations.push_back({int(integer(settings, ("agents" + of).c_str())), std::stod(settings.at("handling" + of)),
                                    std::stod(settings.at("patience" + of)), std::stod(settings.at("resolves" + of)),
                                    uint32_t(integer(settings, ("label_patience" + of).c_str()))});
    }
    int64_t seed = integer(settings, "seed");
    if (settings.at("draws") == "sequential") {
        run<OnlySums>(network, settings, [&](uint64_t number) { return Sequential(network, uint64_t(seed), number); });
        return 0;
    }
    Labels labels{integer(settings, "stream"), integer(settings, "date"), uint32_t(integer(settings, "label_count")),
                  uint32_t(integer(settings, "label_minute")), uint32_t(integer(settings, "label_citizen")),
                  uint32_t(integer(settings, "label_handling")), uint32_t(integer(settings, "label_resolved")),
                  integer(settings, "segment"), integer(settings, "inhabitants")};
    auto keyed = [&](uint64_t number) { return Keyed(network, labels, uint32_t(seed), uint32_t(number)); };
    if (settings.at("rows") == "none") run<OnlySums>(network, settings, keyed);
    else run<Columns>(network, settings, keyed);
}
