"""Every line of the safety list: what it prevents, and the tests that hold it, or why there is none.

A test is named by its file below `tests/` and its name; several may share a line.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One line: what must not happen, the tests that hold it, and what is measured elsewhere or not at all, and why."""

    number: int
    prevents: str
    held: tuple[str, ...] = ()
    why_not: str = ""


DEEDS, PEOPLE = "foundation/test_deeds.py", "people"
ACCESS, INJECTION = "safety/everywhere/test_access.py", "safety/everywhere/test_injection.py"
HTTP, OPERATION, TAMPER = "safety/test_http.py", "safety/test_operation.py", "safety/test_tampering.py"
BROWSER = "checks/test_accessible.py"

LINES = (
    Line(1, "acknowledged, then gone after a kill", (
        "durability/test_kills.py::test_what_was_confirmed_is_there_once_after_every_kill",)),
    Line(2, "entered twice when an interrupted form is sent again", (
        "durability/test_once.py::test_the_same_form_sent_twice_is_one_deed",
        "durability/test_kills.py::test_what_was_confirmed_is_there_once_after_every_kill",
        "questions/test_services.py::test_a_double_click_asks_once_and_both_slips_open_it")),
    Line(3, "confirmed writes lost in a power cut", (
        "durability/test_power_cuts.py::test_what_was_confirmed_outlives_the_power",
        "durability/test_power_cuts.py::test_the_rehearsal_finds_what_is_not_synced")),
    Line(4, "a record without its attachment after a power cut", (
        "durability/test_power_cuts.py::test_what_was_confirmed_outlives_the_power",)),
    Line(5, "a false tamper alarm after a power cut", (
        "durability/test_power_cuts.py::test_what_was_confirmed_outlives_the_power",
        f"{DEEDS}::test_nobody_hears_of_a_deed_before_it_is_on_disk")),
    Line(6, "a server wedged by failing writes", (
        "durability/test_disk.py::test_a_disk_that_fails_now_and_then_loses_nothing_and_heals",)),
    Line(7, "silent loss on a full disk", (
        "durability/test_disk.py::test_with_no_room_every_change_is_refused_and_what_was_typed_stays",
        "durability/test_disk.py::test_what_was_published_stays_readable_with_no_room")),
    Line(8, "no start on a full disk", (
        "durability/test_disk.py::test_a_full_disk_refuses_reads_on_starts_and_recovers",)),
    Line(9, "no writing although there is room again", (
        "durability/test_disk.py::test_with_room_again_nothing_is_left_of_it",)),
    Line(10, "wrong order, locked sessions or broken pages after a clock jump", (
        "durability/test_clock.py::test_deeds_go_on_in_order_and_carry_the_doubt",
        "people/test_signing_in.py::test_a_clock_put_back_locks_nobody_out_and_keeps_nobody_in",
        f"{OPERATION}::test_10_days_of_every_kind_open_every_page")),
    Line(11, "a window that reopens or shuts early when the clock goes back", (
        "activities/test_services.py::test_a_clock_that_jumps_back_does_not_change_the_order",
        "meetings/test_services.py::test_a_clock_that_went_back_writes_no_vote")),
    Line(12, "«database is locked» in front of somebody", (
        "foundation/test_database.py::test_twenty_writers_write_one_chain",
        "foundation/test_database.py::test_readers_read_while_somebody_writes")),
    Line(13, "acknowledged work lost when the server is told to stop", (
        "durability/test_kills.py::test_what_was_confirmed_is_there_once_after_every_kill",
        "starting/test_starting.py::test_a_fresh_folder_opens_and_asks_to_be_set_up")),
    Line(14, "a backup under load that is not whole", (
        "backups/test_making.py::test_a_backup_holds_every_row_every_line_and_every_attachment",
        "backups/test_restoring.py::test_readers_and_writers_go_on_while_a_backup_comes_back")),
    Line(15, "half a restore", (
        "backups/test_restoring.py::test_a_bad_backup_is_refused_before_anything_is_touched",
        "backups/test_restoring.py::test_newer_forged_or_foreign_data_are_refused_before_anything_is_touched")),
    Line(16, "half a migration", (
        "backups/test_restoring.py::test_an_older_backup_is_brought_to_this_version",
        "starting/test_starting.py::test_a_backup_is_made_before_the_shape_changes")),
    Line(17, "unusable with age", why_not=(
        "Measured by tests/bench/decade.py and scale.py over ten years and a million rows; a suite cannot make them.")),
    Line(18, "a corrupt page that is passed over in silence", (
        "durability/test_rescue.py::test_every_kind_of_damage_is_found_at_the_start",
        "durability/test_rescue.py::test_one_broken_page_costs_only_its_own_rows")),
    Line(19, "two servers on one folder", ("starting/test_starting.py::test_two_portals_never_share_a_folder",)),
    Line(20, "quiet rewriting", (
        f"{TAMPER}::test_20_five_hundred_altered_copies_and_none_passes",
        "disclosures/test_services.py::test_verify_names_an_edition_changed_behind_the_triggers",
        "meetings/test_services.py::test_nothing_sealed_can_be_changed_and_verify_finds_what_was",
        "house/test_records.py::test_a_history_cannot_be_rewritten")),
    Line(21, "alarms nobody believes any more", (
        f"{TAMPER}::test_21_twenty_untouched_copies_and_no_alarm",)),
    Line(22, "history rewound to an older whole copy", (
        f"{TAMPER}::test_22_an_older_whole_copy_is_found_against_a_printed_head",
        "doctor/test_commands.py::test_verify_against_a_printed_code")),
    Line(23, "a whole chain made anew after a change", (
        f"{TAMPER}::test_23_a_chain_made_anew_is_caught_by_every_head_printed_after_the_change",
        f"{DEEDS}::test_a_register_made_anew_is_found_against_a_printed_page")),
    Line(24, "a verifier that takes forged proofs", (
        f"{TAMPER}::test_24_a_hundred_forged_codes_prove_nothing",
        f"{TAMPER}::test_24_a_stored_hash_that_was_flipped_is_not_believed",
        "hours/test_rules.py::test_the_code_of_a_certificate_follows_from_every_word_of_it")),
    Line(25, "a quietly replaced attachment", (
        "doctor/test_commands.py::test_a_missing_and_a_changed_file_are_bad_and_say_what_to_do",
        "doctor/test_witness.py::test_a_replaced_file_is_named",
        "check/test_pages.py::test_words_changed_behind_the_triggers_no_longer_match")),
    Line(26, "old words that vanish when a notice is corrected", (
        "disclosures/test_services.py::test_a_correction_keeps_the_old_words",
        "check/test_pages.py::test_an_old_poster_is_told_from_a_false_one")),
    Line(27, "a procedure that is not followed", (
        "reviews/test_rules.py::test_no_sequence_of_deeds_publishes_without_every_step_before",
        "reviews/test_rules.py::test_a_step_out_of_turn_or_by_the_wrong_person_is_refused")),
    Line(28, "a tally that is not the votes", (
        "meetings/test_counting.py::test_the_verdict_is_a_plain_fraction",
        "meetings/test_counting.py::test_stepping_back_does_not_lower_the_bar_unless_the_place_says_so")),
    Line(29, "a vote counted twice", (
        "meetings/test_services.py::test_hands_are_sealed_once",
        "meetings/test_services.py::test_two_recorders_at_once",
        "reviews/test_services.py::test_two_at_once_take_a_step_once")),
    Line(30, "codes that clash or can be guessed", (
        f"{TAMPER}::test_30_a_hundred_thousand_codes_are_all_different_and_long_enough",
        "foundation/test_slips_ticks_uploads.py::test_guessing_is_slowed"),
        "Nobody votes on a page and no voter gets a receipt; a slip is short enough to be read out, so its tries are "
        "limited instead of its length being eighty bits."),
    Line(31, "a receipt that shows how somebody voted", (
        "meetings/test_services.py::test_two_tellers_who_differ_count_again",),
        "Secret ballots are cast on paper and entered as counts: no row joins a voter to a choice, at any time."),
    Line(32, "session fixation", (
        "people/test_signing_in.py::test_the_session_is_a_new_one_and_keeps_nothing_from_before",)),
    Line(33, "a copied cookie that lives on", (
        "people/test_leaving.py::test_after_signing_out_a_copied_cookie_is_a_stranger",
        "people/test_leaving.py::test_a_new_password_ends_every_other_sitting_and_copies_of_this_one",
        "people/test_leaving.py::test_a_shut_account_is_out_everywhere_and_its_slip_is_worthless")),
    Line(34, "guessing passwords, or locking everybody out", (
        "people/test_signing_in.py::test_guessing_is_slowed_down_but_others_at_the_address_still_get_in",)),
    Line(35, "telling which names exist", (
        "people/test_signing_in.py::test_an_unknown_name_a_wrong_password_and_a_shut_account_say_the_same",
        "people/test_signing_in.py::test_an_unknown_name_is_hashed_just_as_long")),
    Line(36, "a default password", (
        "setup/test_pages.py::test_it_shuts_after_use", "setup/test_pages.py::test_the_code_cannot_be_guessed_for_long",
        "people/test_services.py::test_a_new_account_has_no_password_and_can_be_found_by_pinyin",
        f"{OPERATION}::test_36_no_post_mixes_running_the_portal_with_publishing")),
    Line(37, "sessions without an end", (
        "people/test_signing_in.py::test_a_sitting_ends_when_unused_and_when_too_old",
        "people/test_signing_in.py::test_a_broken_cookie_is_just_a_stranger",
        "kiosk/test_pages.py::test_every_page_but_the_first_goes_home_by_itself")),
    Line(38, "hidden taken for forbidden", (
        f"{ACCESS}::test_38_every_page_and_form_replayed_by_each_role_without_its_permission",
        "house/test_doors.py::test_a_stranger_changes_nothing_behind_a_door")),
    Line(39, "neighbouring numbers that open", (
        f"{ACCESS}::test_39_a_neighbour_with_every_permission_reaches_nothing_by_number",
        "people/test_office_pages.py::test_neighbouring_numbers_are_not_found")),
    Line(40, "a fragment without the check of its page", (
        f"{ACCESS}::test_40_a_fragment_has_the_door_of_its_page",)),
    Line(41, "private words on any public page", (
        "cases/test_canaries.py::test_nobody_outside_finds_a_canary",
        "house/test_consent.py::test_nobody_is_named_without_consent_anywhere")),
    Line(42, "what was taken down, found again", (
        "house/test_after_the_period.py::test_when_its_time_is_over_it_is_gone_everywhere",
        "house/test_after_the_period.py::test_taken_down_it_is_gone_at_once")),
    Line(43, "file links that work for anybody", (
        f"{ACCESS}::test_43_a_link_to_a_private_file_opens_nothing_without_its_session",)),
    Line(44, "a filter that reads hidden columns", (
        f"{ACCESS}::test_44_no_parameter_reaches_a_hidden_column_or_state",)),
    Line(45, "an answer that tells there is something", (
        f"{ACCESS}::test_45_what_may_not_be_seen_answers_as_what_is_not_there",)),
    Line(46, "more on paper or in Excel than on the page", (
        "yearbook/test_pages.py::test_who_sees_the_whole_archive",
        "cases/test_canaries.py::test_a_clerk_who_does_not_mediate_finds_none_either")),
    Line(47, "done twice by a double click", (
        "reviews/test_pages.py::test_a_double_click_publishes_once",
        "activities/test_pages.py::test_pressing_twice_and_going_back_is_one_sign_up")),
    Line(48, "a link that leads elsewhere after signing in", (
        f"{ACCESS}::test_48_next_never_leads_to_another_place",
        "people/test_signing_in.py::test_signing_in_never_leads_to_another_place")),
    Line(49, "identity numbers in the open", (
        f"{ACCESS}::test_49_no_public_page_shows_a_private_number",
        "demo/test_notices.py::test_nothing_personal_hangs_anywhere")),
    Line(50, "numbers hidden in files", (
        "foundation/test_attachment_text.py::test_a_word_file_hides_nothing",
        "foundation/test_attachment_text.py::test_a_workbook_hides_nothing",
        "drafts/test_excuses.py::test_an_id_number_hidden_in_a_file_stops_it",
        "foundation/test_masking.py::test_no_separators_hide_a_number")),
    Line(51, "fields nobody offered", (
        f"{ACCESS}::test_51_no_form_is_poured_into_a_record",
        f"{ACCESS}::test_51_fields_nobody_offered_change_nothing")),
    Line(52, "a purge that breaks the chain", (
        "doctor/test_purging.py::test_52_what_was_purged_leaves_the_chain_whole_and_no_name_in_it",)),
    Line(53, "markup that runs", (
        f"{INJECTION}::test_53_and_74_every_form_takes_hostile_values_with_a_sentence",
        "foundation/test_markup.py::test_nothing_typed_makes_a_tag_of_its_own")),
    Line(54, "words that become a query", (
        f"{INJECTION}::test_54_no_question_of_an_address_reaches_the_database",
        f"{INJECTION}::test_54_no_word_in_an_address_reaches_the_database")),
    Line(55, "a change asked for by another site", (
        "house/test_doors.py::test_no_change_is_taken_from_another_site",)),
    Line(56, "an answer without its headers", (
        "house/test_doors.py::test_every_answer_carries_the_security_headers",
        "house/test_doors.py::test_what_breaks_says_so_and_keeps_its_headers")),
    Line(57, "a typed line break that becomes a header", (
        f"{INJECTION}::test_57_a_typed_line_break_makes_no_header",)),
    Line(58, "a home address inside a photo", (
        "foundation/test_photos.py::test_nothing_but_the_picture_survives",
        "foundation/test_slips_ticks_uploads.py::test_the_same_file_is_kept_once")),
    Line(59, "an upload that runs", (
        "foundation/test_sniffing.py::test_everything_else_is_refused_with_its_reason",
        "foundation/test_sniffing.py::test_a_wrong_type_says_what_the_name_promised")),
    Line(60, "bombs", (
        "foundation/test_sniffing.py::test_a_bomb_that_lies_about_its_size_is_caught",
        "foundation/test_photos.py::test_a_picture_never_takes_much_memory")),
    Line(61, "file names that lead elsewhere", (
        "foundation/test_sniffing.py::test_a_name_is_made_safe_and_tells_the_real_kind",
        "foundation/test_slips_ticks_uploads.py::test_a_name_never_leads_out_of_its_folder")),
    Line(62, "a cell that runs", (
        "foundation/test_spreadsheets_written.py::test_a_cell_that_would_run_is_written_as_words",
        "foundation/test_spreadsheets_written.py::test_a_csv_opens_right_in_excel")),
    Line(63, "an export that is somebody else's", (
        f"{ACCESS}::test_63_what_is_taken_out_is_for_those_who_may_and_each_time_is_a_deed",)),
    Line(64, "half an import", (
        "places/test_services.py::test_one_wrong_row_means_no_row",
        "foundation/test_spreadsheets.py::test_a_csv_is_read_whatever_saved_it")),
    Line(65, "more seats given than there are", (
        "activities/test_seating.py::test_places_are_never_given_twice_and_nobody_who_fits_is_left_waiting",
        "activities/test_services.py::test_signing_up_until_it_is_full_and_then_into_the_line"),
        "Two hundred real clients at once are run by tests/bench/signups.py, twenty times on both databases."),
    Line(66, "a gap or a seat too many when people leave", (
        "activities/test_services.py::test_who_leaves_makes_room_for_the_first_who_fits",)),
    Line(67, "broken requests that break the server", (
        f"{HTTP}::test_67_broken_requests_never_break_the_server",
        f"{HTTP}::test_67_mutated_requests_never_break_the_server",
        f"{HTTP}::test_67_nothing_is_smuggled_behind_a_length_that_is_told_twice")),
    Line(68, "one slow phone that stops the village", (f"{HTTP}::test_68_three_hundred_slow_phones_stop_nobody",)),
    Line(69, "a body that fills the memory", (f"{HTTP}::test_69_a_huge_body_is_refused_before_it_was_sent",)),
    Line(70, "very many fields or parts", (
        f"{HTTP}::test_70_very_many_fields_and_parts_are_refused_in_words",
        f"{HTTP}::test_70_a_header_of_a_megabyte_is_refused")),
    Line(71, "a host that is not ours", (
        f"{HTTP}::test_71_no_header_says_who_or_where_we_are",
        "foundation/test_web.py::test_a_hostile_host_does_not_reach_a_page")),
    Line(72, "a private page out of a cache", (
        f"{ACCESS}::test_72_private_pages_are_kept_nowhere_and_public_ones_set_no_cookie",
        "foundation/test_page_cache.py::test_signed_in_people_and_screens_never_touch_it")),
    Line(73, "slow under load", why_not=(
        "Measured by tests/bench/load.py and crowd.py: sixty visitors and four writers, figures, no verdict.")),
    Line(74, "a value that breaks a form", (
        f"{INJECTION}::test_53_and_74_every_form_takes_hostile_values_with_a_sentence",
        "drafts/test_pages.py::test_bad_input_is_a_sentence_and_never_a_500")),
    Line(75, "growing without bound", (f"{OPERATION}::test_75_what_grows_is_bounded",),
         "Two days of soaking do not fit into a suite; tests/bench/memory.py watches two thousand requests."),
    Line(76, "people in the logs", (f"{INJECTION}::test_76_the_log_knows_pages_by_name_and_nothing_people_typed",)),
    Line(77, "a failure that explains nothing", (
        "foundation/test_web.py::test_a_broken_view_answers_500_with_a_number_and_no_trace",
        "foundation/test_web.py::test_a_failure_says_what_and_leads_on")),
    Line(78, "known faults in packages", (
        f"{OPERATION}::test_78_pins_stand_above_the_known_faults",
        f"{OPERATION}::test_78_nothing_is_fetched_while_it_runs",
        "doctor/test_bundle.py::test_the_stick_says_what_is_on_it")),
    Line(79, "dangerous calls", (
        f"{OPERATION}::test_79_the_linter_looks_for_dangerous_calls_and_nothing_is_silenced",),
        "The bandit rules are ruff's S rules here, run by .ci/run over everything; there is no second scanner."),
    Line(80, "needing a network, or letting others read", (
        "doctor/test_bundle.py::test_it_starts_on_a_bare_python_without_a_network_and_is_well",
        f"{OPERATION}::test_80_no_page_names_another_host",
        "starting/test_starting.py::test_a_folder_that_is_kept_private")),
    Line(81, "a rescue nobody sees", (
        "people/test_services.py::test_the_commands_make_an_administrator_and_a_slip_and_say_so_in_the_register",)),
    Line(82, "overwriting each other", (
        "drafts/test_pages.py::test_the_second_of_two_clerks_loses_no_word",
        "places/test_services.py::test_of_two_clerks_the_second_is_told_and_nothing_is_overwritten")),
    Line(83, "an administrator who leaves no trace", (
        f"{OPERATION}::test_83_every_act_of_the_administrator_is_on_record",
        f"{OPERATION}::test_83_the_administrator_cannot_erase_it",
        f"{DEEDS}::test_the_triggers_refuse")),
    Line(84, "a stick that lies", (
        "backups/test_making.py::test_every_changed_byte_and_every_cut_is_refused",
        "backups/test_making.py::test_with_a_passphrase_nothing_can_be_read_without_it",
        "backups/test_making.py::test_a_second_folder_gets_a_copy_that_stands_alone")),
    Line(85, "a restore nobody manages", (
        "backups/test_restoring.py::test_everything_is_as_it_was_and_the_register_says_so",
        "backups/test_restoring.py::test_a_locked_backup_comes_back_on_another_computer_with_its_keys"),
        "Whether somebody new to it manages in a quarter of an hour can only be tried with somebody new to it."),
    Line(86, "pages some people cannot read", (
        f"{BROWSER}::test_phones_read_every_public_page", f"{BROWSER}::test_phones_read_every_staff_page",
        f"{BROWSER}::test_the_touch_screen_is_readable")),
    Line(87, "a trap for the keyboard", (
        "house/test_pages.py::test_every_page_keeps_its_promises_and_says_the_same_in_every_reading",)),
    Line(88, "nothing without scripts", (
        "journeys/test_reading.py::test_a_stranger_without_scripts_reads_from_the_first_page_to_the_sums",)),
    Line(89, "unreadable when enlarged", (
        "journeys/test_reading.py::test_large_type_stays_while_reading_on",
        f"{BROWSER}::test_phones_read_every_public_page")),
    Line(90, "too small for old eyes and hands", (f"{BROWSER}::test_the_touch_screen_is_readable",)),
    Line(91, "broken markup", ("checks/test_valid_html.py::test_every_page_is_valid",)),
    Line(92, "slow on a weak line", (
        "house/test_budgets.py::test_all_that_text_needs_is_small",
        "house/test_budgets.py::test_scripts_come_once_and_after_the_text"),
        "Lighthouse is not run: the bytes and requests it would score are budgets of our own, and "
        "tests/bench/slowlink.py measures a real throttled line."),
    Line(93, "an error that is not tied to its field", (f"{INJECTION}::test_93_a_wrong_field_says_so_itself",)),
    Line(94, "traces of the one before at the screen", (
        "activities/test_pages.py::test_at_the_screen_and_the_next_person_sees_nothing",
        "kiosk/test_pages.py::test_no_link_leads_outside")),
    Line(95, "paper nobody can read", (
        "wall/test_pages.py::test_several_posters_make_one_numbered_print_run",
        "mediation/test_pages.py::test_the_printed_file_is_whole_and_numbered")),
    Line(96, "picture codes, silent time limits, colour alone", (
        f"{INJECTION}::test_96_nobody_is_asked_for_a_picture_code_and_nothing_runs_out_without_a_word",
        f"{BROWSER}::test_phones_read_every_public_page")),
)
