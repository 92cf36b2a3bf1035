<?php
// Sets the blog up, makes its users and prints what the checks need, as JSON.
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = '127.0.0.1';
$_SERVER['REQUEST_URI'] = '/';
require __DIR__ . '/blog/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

wp_install('Maison Tilleul', 'alice', 'alice@maison.example', true, '', 'a long password');
update_option('permalink_structure', '/%postname%/');
update_option('default_comment_status', 'open');
update_option('comments_notify', 0);
update_option('moderation_notify', 0);

function secret(int $user): string
{
    [$password] = WP_Application_Passwords::create_new_application_password($user, ['name' => 'tambour']);
    return WP_Application_Passwords::chunk_password($password);
}

function person(string $name, string $role): int
{
    return wp_insert_user(['user_login' => $name, 'user_pass' => wp_generate_password(), 'role' => $role,
        'user_email' => "$name@maison.example"]);
}

wp_insert_term('Au jardin', 'category');
$alice = get_user_by('login', 'alice')->ID;
echo json_encode([
    'alice' => secret($alice),
    'autrice' => secret(person('autrice', 'author')),
    'lectrice' => secret(person('lectrice', 'contributor')),
]);
