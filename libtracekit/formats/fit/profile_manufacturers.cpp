// SPDX-License-Identifier: MIT
#include "formats/fit/profile.hpp"

#include <array>

#include "formats/fit/name_table.hpp"

namespace tracekit::fit {
namespace {

// clang-format off
/// The enum `manufacturer`.
constexpr std::array<Name, 247> manufacturers{{
    {1, "garmin"}, {2, "garmin_fr405_antfs"}, {3, "zephyr"}, {4, "dayton"}, {5, "idt"}, {6, "srm"}, {7, "quarq"},
    {8, "ibike"}, {9, "saris"}, {10, "spark_hk"}, {11, "tanita"}, {12, "echowell"}, {13, "dynastream_oem"},
    {14, "nautilus"}, {15, "dynastream"}, {16, "timex"}, {17, "metrigear"}, {18, "xelic"}, {19, "beurer"},
    {20, "cardiosport"}, {21, "a_and_d"}, {22, "hmm"}, {23, "suunto"}, {24, "thita_elektronik"}, {25, "gpulse"},
    {26, "clean_mobile"}, {27, "pedal_brain"}, {28, "peaksware"}, {29, "saxonar"}, {30, "lemond_fitness"},
    {31, "dexcom"}, {32, "wahoo_fitness"}, {33, "octane_fitness"}, {34, "archinoetics"}, {35, "the_hurt_box"},
    {36, "citizen_systems"}, {37, "magellan"}, {38, "osynce"}, {39, "holux"}, {40, "concept2"}, {41, "shimano"},
    {42, "one_giant_leap"}, {43, "ace_sensor"}, {44, "brim_brothers"}, {45, "xplova"}, {46, "perception_digital"},
    {47, "bf1systems"}, {48, "pioneer"}, {49, "spantec"}, {50, "metalogics"}, {51, "4iiiis"}, {52, "seiko_epson"},
    {53, "seiko_epson_oem"}, {54, "ifor_powell"}, {55, "maxwell_guider"}, {56, "star_trac"}, {57, "breakaway"},
    {58, "alatech_technology_ltd"}, {59, "mio_technology_europe"}, {60, "rotor"}, {61, "geonaute"}, {62, "id_bike"},
    {63, "specialized"}, {64, "wtek"}, {65, "physical_enterprises"}, {66, "north_pole_engineering"}, {67, "bkool"},
    {68, "cateye"}, {69, "stages_cycling"}, {70, "sigmasport"}, {71, "tomtom"}, {72, "peripedal"}, {73, "wattbike"},
    {76, "moxy"}, {77, "ciclosport"}, {78, "powerbahn"}, {79, "acorn_projects_aps"}, {80, "lifebeam"},
    {81, "bontrager"}, {82, "wellgo"}, {83, "scosche"}, {84, "magura"}, {85, "woodway"}, {86, "elite"},
    {87, "nielsen_kellerman"}, {88, "dk_city"}, {89, "tacx"}, {90, "direction_technology"}, {91, "magtonic"},
    {92, "1partcarbon"}, {93, "inside_ride_technologies"}, {94, "sound_of_motion"}, {95, "stryd"}, {96, "icg"},
    {97, "mi_pulse"}, {98, "bsx_athletics"}, {99, "look"}, {100, "campagnolo_srl"}, {101, "body_bike_smart"},
    {102, "praxisworks"}, {103, "limits_technology"}, {104, "topaction_technology"}, {105, "cosinuss"},
    {106, "fitcare"}, {107, "magene"}, {108, "giant_manufacturing_co"}, {109, "tigrasport"}, {110, "salutron"},
    {111, "technogym"}, {112, "bryton_sensors"}, {113, "latitude_limited"}, {114, "soaring_technology"},
    {115, "igpsport"}, {116, "thinkrider"}, {117, "gopher_sport"}, {118, "waterrower"}, {119, "orangetheory"},
    {120, "inpeak"}, {121, "kinetic"}, {122, "johnson_health_tech"}, {123, "polar_electro"}, {124, "seesense"},
    {125, "nci_technology"}, {126, "iqsquare"}, {127, "leomo"}, {128, "ifit_com"}, {129, "coros_byte"},
    {130, "versa_design"}, {131, "chileaf"}, {132, "cycplus"}, {133, "gravaa_byte"}, {134, "sigeyi"}, {135, "coospo"},
    {136, "geoid"}, {137, "bosch"}, {138, "kyto"}, {139, "kinetic_sports"}, {140, "decathlon_byte"},
    {141, "tq_systems"}, {142, "tag_heuer"}, {143, "keiser_fitness"}, {144, "zwift_byte"}, {145, "porsche_ep"},
    {146, "blackbird"}, {147, "meilan_byte"}, {148, "ezon"}, {149, "laisi"}, {150, "myzone"}, {151, "abawo"},
    {152, "bafang"}, {153, "luhong_technology"}, {255, "development"}, {257, "healthandlife"}, {258, "lezyne"},
    {259, "scribe_labs"}, {260, "zwift"}, {261, "watteam"}, {262, "recon"}, {263, "favero_electronics"},
    {264, "dynovelo"}, {265, "strava"}, {266, "precor"}, {267, "bryton"}, {268, "sram"}, {269, "navman"},
    {270, "cobi"}, {271, "spivi"}, {272, "mio_magellan"}, {273, "evesports"}, {274, "sensitivus_gauge"},
    {275, "podoon"}, {276, "life_time_fitness"}, {277, "falco_e_motors"}, {278, "minoura"}, {279, "cycliq"},
    {280, "luxottica"}, {281, "trainer_road"}, {282, "the_sufferfest"}, {283, "fullspeedahead"},
    {284, "virtualtraining"}, {285, "feedbacksports"}, {286, "omata"}, {287, "vdo"}, {288, "magneticdays"},
    {289, "hammerhead"}, {290, "kinetic_by_kurt"}, {291, "shapelog"}, {292, "dabuziduo"}, {293, "jetblack"},
    {294, "coros"}, {295, "virtugo"}, {296, "velosense"}, {297, "cycligentinc"}, {298, "trailforks"},
    {299, "mahle_ebikemotion"}, {300, "nurvv"}, {301, "microprogram"}, {302, "zone5cloud"}, {303, "greenteg"},
    {304, "yamaha_motors"}, {305, "whoop"}, {306, "gravaa"}, {307, "onelap"}, {308, "monark_exercise"}, {309, "form"},
    {310, "decathlon"}, {311, "syncros"}, {312, "heatup"}, {313, "cannondale"}, {314, "true_fitness"},
    {315, "r_g_t_cycling"}, {316, "vasa"}, {317, "race_republic"}, {318, "fazua"}, {319, "oreka_training"},
    {320, "lsec"}, {321, "lululemon_studio"}, {322, "shanyue"}, {323, "spinning_mda"}, {324, "hilldating"},
    {325, "aero_sensor"}, {326, "nike"}, {327, "magicshine"}, {328, "ictrainer"}, {329, "absolute_cycling"},
    {330, "eo_swimbetter"}, {331, "mywhoosh"}, {332, "ravemen"}, {333, "tektro_racing_products"},
    {334, "darad_innovation_corporation"}, {335, "cycloptim"}, {337, "runna"}, {339, "zepp"}, {340, "peloton"},
    {341, "carv"}, {342, "tissot"}, {345, "real_velo"}, {346, "wetech"}, {347, "jespr"}, {348, "huawei"},
    {349, "gotoes"}, {350, "cadence_app"}, {351, "una_watch"}, {352, "tymewear"}, {353, "exposure_lights"},
    {354, "forto_cycling"}, {5759, "actigraphcorp"},
}};
// clang-format on

} // namespace

std::string manufacturer_name(std::int64_t number) {
  constexpr std::int64_t not_set = 65535;
  return number == 0 || number == not_set ? "" : name_or_number(manufacturers, number, "manufacturer_");
}

std::optional<std::int64_t> manufacturer_number(std::string_view name) {
  return find_number(manufacturers, name, "manufacturer_");
}

} // namespace tracekit::fit
