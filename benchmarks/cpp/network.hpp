// What is simulated: stations one after the other, and what was measured per day and station.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

constexpr int64_t SECOND = 1000000, QUARTER = 900 * SECOND, DAY = 96 * QUARTER;
constexpr int64_t NEVER = INT64_MAX;
constexpr int UNLIMITED = -1;

struct Station {
    int agents;         // UNLIMITED where nobody has to be waited for
    double handling;    // mean, microseconds
    double patience;    // mean, microseconds; 0 = endless
    double resolves;    // the others go on to the next station
    uint32_t label_patience;
};

struct Network {
    double per_quarter;    // mean number of arrivals
    std::vector<Station> stations;
};

struct Visitor {
    int64_t entity, asked;
    int32_t station;
    uint32_t turn;
    bool waiting;
    int32_t served;    // number of services before
    int64_t patience;
    int32_t case_row, contact_row, leg_row, agent;    // used where columns are written
};

struct Sums {
    int64_t contacts = 0, abandoned = 0, waited = 0;
};
